import { parse } from 'acorn'
import { expect, test } from 'vitest'
import { findFunction } from './bindings.ts'
import { findMemoryUse } from './memory-uses.ts'

/** Where a script uses the bytes of a memory in a way that is not known. */
function findUse(inside: string, beside = ''): string | undefined {
  const script = `export function instantiate(memory, value) { ${inside} }\n${beside}`
  const program = parse(script, { ecmaVersion: 'latest', sourceType: 'module' })
  const outer = findFunction(program, 'instantiate')
  const at = outer && findMemoryUse(program, outer)
  return at === undefined
    ? undefined
    : script
        .slice(at)
        .split(/[;,})]/)[0]
        ?.trim()
}

test.each([
  'new Uint8Array(memory.buffer, 1, 2).set([1])',
  'const view = new DataView(memory.buffer); view.setInt8(0, 1)',
  'new Uint8Array(value.buffer || value, value.byteOffset)',
  'let dv = new DataView(new ArrayBuffer(0)); dv.buffer === memory.buffer ? dv : (dv = new DataView(memory.buffer))',
  'memory.buffer.slice(1, 2); memory.buffer.byteLength / 65536',
  'function inner() { return new Int32Array(memory.buffer)[1] }',
])('views of the host, measuring and copying are known: %s', (statement) => {
  expect(findUse(statement)).toBeUndefined()
})

test.each([
  ['const kept = memory.buffer', 'memory.buffer'],
  ['write(memory.buffer)', 'memory.buffer'],
  ['new Writer(memory.buffer)', 'memory.buffer'],
  ['new Float16Array(memory.buffer)', 'memory.buffer'],
  ['new globalThis.Uint8Array(memory.buffer)', 'memory.buffer'],
  ['new Uint8Array(1, memory.buffer)', 'memory.buffer'],
  ["memory['buffer']", "memory['buffer']"],
  ['const { buffer } = memory', 'buffer'],
])('all else is not: %s', (statement, found) => {
  expect(findUse(statement)).toBe(found)
})

test('beside the function the constructors are not those of the host', () => {
  expect(findUse('', 'function f(memory) { return new Uint8Array(memory.buffer) }')).toBe('memory.buffer')
  expect(findUse('', 'function f(memory) { return memory.buffer.byteLength }')).toBeUndefined()
})
