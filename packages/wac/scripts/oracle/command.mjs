// The `wac` command of this package.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeOutcome, firstDifference } from './outcome.mjs'
import { plainEnvironment, readWritten, runProgram } from './wac.mjs'

const packageFile = new URL('../../package.json', import.meta.url)
const { bin } = JSON.parse(await readFile(packageFile, 'utf8'))
const entry = new URL(bin.wac, packageFile)
let runs = 0

/**
 * Runs the command in this process, which is 50 times as fast: its entry file is evaluated anew, with this
 * process's arguments, folder and streams replaced.
 *
 * @param {import('./cases.mjs').Case} testCase
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runCommand({ folder, args, ours = args, output }) {
  const saved = { argv: process.argv, stdout: process.stdout.write, stderr: process.stderr.write }
  const written = { stdout: [], stderr: [] }
  const collect = (stream) => (chunk, encoding, done) => {
    written[stream].push(Buffer.from(chunk))
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback !== undefined) process.nextTick(callback)
    return true
  }
  for (const name of Object.keys(process.env)) if (!(name in plainEnvironment)) delete process.env[name]
  process.chdir(folder)
  process.argv = [process.argv[0], entry.pathname, ...ours]
  process.exitCode = undefined
  process.stdout.write = collect('stdout')
  process.stderr.write = collect('stderr')
  process.stdout.removeAllListeners('error')
  process.stderr.removeAllListeners('error')
  try {
    await import(`${entry.href}?run=${runs++}`)
    return {
      exit: process.exitCode ?? 0,
      stdout: Buffer.concat(written.stdout),
      stderr: Buffer.concat(written.stderr).toString('utf8'),
      file: await readWritten(output === null ? null : join(folder, output)),
    }
  } finally {
    Object.assign(process, { argv: saved.argv, exitCode: undefined })
    process.stdout.write = saved.stdout
    process.stderr.write = saved.stderr
  }
}

const SAMPLE = 40

/**
 * Runs a part of the cases as a program of its own, and what only a program shows: terminals, colours.
 *
 * @returns One result a comparison: `{ name, same, theirs, ours }`.
 */
export async function runCommandSample(root, cases) {
  const results = []
  for (const testCase of cases.filter((_, index) => index % SAMPLE === 0)) {
    const program = await runProgram(
      process.execPath,
      [entry.pathname, ...(testCase.ours ?? testCase.args)],
      testCase,
    )
    const inside = await runCommand(testCase)
    results.push(compare(`as a program: ${testCase.name} | ${testCase.set}`, inside, program))
  }
  for (const [line, environment] of terminalLines()) {
    const options = { folder: join(root, 'documents'), output: null, environment }
    const [theirs, ours] = await Promise.all(
      ['wac', `'${process.execPath}' '${entry.pathname}'`].map((wac) => {
        return runProgram('sh', ['-c', line.replaceAll('WAC', wac)], options)
      }),
    )
    const set = Object.entries(environment).map(([name, value]) => `${name}=${value} `)
    results.push(compare(`${set.join('')}${line}`, theirs, ours))
  }
  return results
}

/** `script` gives a terminal to what it runs. */
function terminalLines() {
  const onTerminal = (command) => `script -qefc "${command}" /dev/null < /dev/null`
  const plain = {}
  return [
    [onTerminal('WAC compose new-named.wac'), plain],
    [onTerminal('WAC compose -t new-named.wac'), plain],
    [onTerminal('WAC compose error-duplicate-name.wac'), plain],
    [onTerminal('WAC compose error-unicode-before.wac'), plain],
    [onTerminal('WAC parse error-expected.wac'), plain],
    [onTerminal('WAC plug --plug deps/demo/number.wat deps/demo/empty.wasm'), plain],
    [onTerminal('WAC compose --frob'), plain],
    [onTerminal('WAC --help'), plain],
    [onTerminal('WAC'), plain],
    [onTerminal('WAC compose error-duplicate-name.wac 2>/dev/null'), plain],
    [onTerminal('WAC compose error-duplicate-name.wac'), { NO_COLOR: '1' }],
    [onTerminal('WAC --help'), { NO_COLOR: '1' }],
    ['WAC compose error-duplicate-name.wac', { FORCE_COLOR: '1' }],
    ['WAC compose error-duplicate-name.wac', { NO_COLOR: '1' }],
    ['WAC compose error-duplicate-name.wac', { CLICOLOR_FORCE: '1' }],
    ['WAC --help', { CLICOLOR_FORCE: '1' }],
    ['WAC compose new-named.wac >/dev/full', plain],
    ['cat error-duplicate-name.wac | WAC compose /dev/stdin', plain],
    ['WAC compose new-named.wac -o /dev/stdout', plain],
    ['WAC compose new-named.wac -o /dev/null', plain],
    ['WAC parse new-named.wac/x', plain],
    ['WAC compose --deps-dir "$PWD/deps" -t ../documents/new-named.wac', plain],
    ['WAC compose error-expected.wac', { RUST_BACKTRACE: '1' }],
    ['WAC parse package-bare.wac', { RUST_LOG: 'debug' }],
    ['WAC parse new-named.wac >&-', plain],
  ]
}

function compare(name, theirs, ours) {
  const same = firstDifference(theirs, ours) === null
  return { name, same, theirs: describeOutcome(theirs), ours: describeOutcome(ours) }
}
