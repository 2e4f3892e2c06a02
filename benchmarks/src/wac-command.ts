import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** npm puts a `wac` on the path, too: ours. */
export const rustPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !/node_modules[\\/]\.bin$/.test(folder))
  .join(delimiter)

/** The Rust command. */
export const rustWac = (args: readonly string[]) => execa('wac', args, { env: { PATH: rustPath } })

/** Is a Rust command on the PATH? */
export async function hasRustCommand(command: 'wac' | 'wasm-tools'): Promise<boolean> {
  try {
    await execa(command, ['--version'], { env: { PATH: rustPath } })
    return true
  } catch {
    return false
  }
}

/** The most memory that a Rust command has, in bytes. */
export async function peakOfCommand(command: 'wac' | 'wasm-tools', args: readonly string[]): Promise<number> {
  const { stderr } = await execa('/usr/bin/time', ['-f', '%M', command, ...args], { env: { PATH: rustPath } })
  return Number(stderr.split('\n').at(-1)) * 1024
}

/** The command of our package on the Node that runs this, where it is built. */
export async function findOwnWac() {
  const manifest = fileURLToPath(import.meta.resolve('@wasm-airlock/wac/package.json'))
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin?: { wac?: string } }
  const path = join(dirname(manifest), bin?.wac ?? 'none')
  return existsSync(path) ? (args: readonly string[]) => execa(process.execPath, [path, ...args]) : undefined
}
