// The real `wac` command.
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Neither backtraces nor logs nor colours, whatever the caller has set. */
export const plainEnvironment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(RUST_|NO_COLOR|FORCE_COLOR|CLICOLOR|NODE_OPTIONS|FORCE_HYPERLINK)/.test(name),
    ),
  ),
  PATH: withoutOurs(process.env.PATH ?? ''),
}

/** npm puts a `wac` on the path, too: the one of this package. */
function withoutOurs(path) {
  const folders = path.split(delimiter).filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder))
  return folders.join(delimiter)
}

/**
 * Runs a program and collects what it leaves behind.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ folder: string, output: string | null, environment?: Record<string, string> }} options
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runProgram(program, args, { folder, output, environment = {} }) {
  const written = output === null ? null : join(folder, output)
  if (written !== null) await rm(written, { force: true })
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...plainEnvironment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, exit] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve(code ?? `signal ${signal}`))
    }),
  ])
  return { exit, stdout, stderr: stderr.toString('utf8'), file: await readWritten(written) }
}

/** The file that a run wrote, taken away so that the next one starts without it. */
export async function readWritten(path) {
  if (path === null) return null
  const bytes = await readFile(path).catch(() => null)
  await rm(path, { force: true })
  return bytes
}

async function collect(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
