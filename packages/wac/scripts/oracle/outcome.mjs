// What a run of either side leaves behind, and how two of them compare.
import { isUtf8 } from 'node:buffer'

/**
 * @typedef {object} Outcome
 * @property {number} exit
 * @property {Buffer} stdout
 * @property {string} stderr
 * @property {Buffer | null} file What was written with `-o`.
 */

/**
 * The first thing in which two outcomes differ, or nothing.
 *
 * @param {Outcome} theirs
 * @param {Outcome} ours
 * @returns {string | null}
 */
export function firstDifference(theirs, ours) {
  if (theirs.exit !== ours.exit) return 'exit code'
  if (theirs.stderr !== ours.stderr) return 'standard error'
  if (Buffer.compare(theirs.stdout, ours.stdout) !== 0) return 'standard output'
  if ((theirs.file === null) !== (ours.file === null)) return 'whether a file is written'
  if (theirs.file !== null && Buffer.compare(theirs.file, ours.file) !== 0) return 'the written file'
  return null
}

/** An outcome as text: what the list of differences quotes, and what a failure shows. */
export function describeOutcome({ exit, stdout, stderr, file }) {
  const parts = [`exit ${exit}`]
  if (stderr !== '') parts.push(stderr.trimEnd())
  if (stdout.length > 0) parts.push(`stdout (${stdout.length} bytes): ${preview(stdout)}`)
  if (file !== null) parts.push(`file (${file.length} bytes): ${preview(file)}`)
  return parts.join('\n')
}

function preview(bytes) {
  const text = bytes.toString('utf8')
  return text.includes('\0') || !isUtf8(bytes)
    ? bytes.toString('hex', 0, 40)
    : text.slice(0, 3000).replaceAll('\x1b', '\\e')
}

/**
 * The outcome of a `resolve` without `--dot`, made comparable: JSON counts as the graph that `wac` prints where
 * it has as many imports, instantiations and arguments; implicit ones, which no graph shows, apart.
 */
export function acceptJson(theirs, ours) {
  if (theirs.exit !== 0 || ours.exit !== 0) return ours
  const { imports, instantiations } = JSON.parse(ours.stdout.toString('utf8'))
  const graph = theirs.stdout.toString('utf8')
  const count = (text) => graph.split(text).length - 1
  const isSame =
    count('label = "import \\"') === imports.filter(({ explicit }) => explicit).length &&
    count('label = "instantiation of ') === instantiations.length &&
    count('label = "argument to"') ===
      instantiations.flatMap((one) => one.arguments).filter(({ how }) => how !== 'implicit').length
  return isSame ? { ...ours, stdout: theirs.stdout } : ours
}
