import { execFileSync, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('run_wasmtime.py', import.meta.url))
/** The release that the expected results of the corpus come from. */
const WASMTIME = 'wasmtime==50.0.1'

/** A Python that has Wasmtime: the one that is named, else one of its own in the folder, from PyPI. */
export function findPython(folder) {
  const named = process.env.AIRLOCK_ORACLE_PYTHON
  if (named !== undefined) return named
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')])
  const python = join(folder, 'venv/bin/python')
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', WASMTIME])
  return python
}

/** Makes calls of one component in Wasmtime, each on a fresh instance; `--wasi` as an option gives it WASI. */
export async function callWasmtime(python, folder, { name, bytes }, calls, options = []) {
  const file = join(folder, `${name}.wasm`)
  await writeFile(file, bytes)
  const child = spawn(python, [script, file, ...options], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(calls.map((call) => `${JSON.stringify(call)}\n`).join(''))
  const chunks = await Array.fromAsync(child.stdout)
  const outcomes = Buffer.concat(chunks)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  if (outcomes.length !== calls.length) throw new Error(`Wasmtime ended after ${outcomes.length} calls`)
  return outcomes
}
