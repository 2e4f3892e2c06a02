// Real Wasmtime, in a Python of its own that stays for all calls.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findPython } from '../../../host/scripts/oracle/wasmtime.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * Starts a Python script that answers each line of JSON with another one.
 *
 * @param python The program.
 * @param name Of the script.
 */
export function startPython(python, name) {
  const child = spawn(python, [here(name), here('../../../host/scripts/oracle')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} has ended`)
      return JSON.parse(value)
    },
    async end() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

export { findPython }
