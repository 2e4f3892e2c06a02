import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { writeAllocator } from './allocator.ts'

interface Allocator {
  readonly memory: WebAssembly.Memory
  readonly cabi_realloc: (old: number, oldSize: number, align: number, size: number) => number
  readonly reset: () => void
}

async function allocator(data?: Uint8Array): Promise<Allocator> {
  const { instance } = await WebAssembly.instantiate(await parseWat(writeAllocator(data)))
  return instance.exports as unknown as Allocator
}

const pageBytes = 65_536

test('blocks are aligned, do not overlap, and are given back all at once', async () => {
  const { cabi_realloc, memory, reset } = await allocator(new Uint8Array([1, 2, 255]))
  expect([...new Uint8Array(memory.buffer, 0, 4)]).toEqual([1, 2, 255, 0])
  const first = cabi_realloc(0, 0, 1, 3)
  expect(first).toBeGreaterThanOrEqual(3)
  const second = cabi_realloc(0, 0, 8, 8)
  expect(second % 8).toBe(0)
  expect(second).toBeGreaterThanOrEqual(first + 3)
  expect(cabi_realloc(0, 0, 1, 0)).toBe(second + 8)
  reset()
  expect(cabi_realloc(0, 0, 1, 1)).toBe(first)
})

test('the last block grows and shrinks where it is; another one moves with what is in it', async () => {
  const { cabi_realloc, memory } = await allocator()
  const first = cabi_realloc(0, 0, 1, 4)
  new Uint8Array(memory.buffer).set([1, 2, 3, 4], first)
  expect(cabi_realloc(first, 4, 1, 100_000)).toBe(first)
  expect(memory.buffer.byteLength).toBe(2 * pageBytes)
  expect(cabi_realloc(first, 100_000, 1, 4)).toBe(first)
  const second = cabi_realloc(0, 0, 4, 4)
  expect(second).toBe(first + 4)
  expect(cabi_realloc(first, 4, 1, 2)).toBe(first)
  const moved = cabi_realloc(first, 4, 4, 8)
  expect(moved).toBe(second + 4)
  expect([...new Uint8Array(memory.buffer, moved, 8)]).toEqual([1, 2, 3, 4, 0, 0, 0, 0])
})

test('what does not fit into 32 bits is a trap, and nothing is lost by it', async () => {
  const { cabi_realloc, memory } = await allocator()
  const first = cabi_realloc(0, 0, 1, 1)
  expect(() => cabi_realloc(0, 0, 1, -1)).toThrow(WebAssembly.RuntimeError)
  expect(() => cabi_realloc(first, 1, 8, -15)).toThrow(WebAssembly.RuntimeError)
  expect(memory.buffer.byteLength).toBe(pageBytes)
  expect(cabi_realloc(0, 0, 1, 1)).toBe(first + 1)
})
