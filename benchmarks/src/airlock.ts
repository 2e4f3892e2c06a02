import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const bin = join(
  dirname(fileURLToPath(import.meta.resolve('@wasm-airlock/processor/package.json'))),
  'bin/airlock.js',
)

/** Runs the airlock command as a process of its own, on the Node that runs this. */
export function airlock(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [bin, ...args], { env })
}
