import { expect, test } from 'vitest'
import { MemoryImage } from './memory-state.ts'

const PAGES = 40
const PAGE_BYTES = 64 * 1024

/** Some of it zeroes, some of it not. */
function makeMemory(): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: PAGES })
  const bytes = new Uint8Array(memory.buffer)
  for (let page = 0; page < PAGES; page += 3) bytes.fill(page + 1, page * PAGE_BYTES, (page + 2) * PAGE_BYTES)
  return memory
}

test('a memory is put back, whatever was written and however often', () => {
  const memory = makeMemory()
  const bytes = new Uint8Array(memory.buffer)
  const image = new MemoryImage(memory)
  const before = Buffer.from(bytes)
  let seed = 1
  for (let round = 0; round < 700; round += 1) {
    // The same places each time, another one now and then, and now and then all of it.
    for (const at of [0, PAGE_BYTES * 5, PAGE_BYTES * 5 + 16_383, PAGES * PAGE_BYTES - 1]) bytes[at] = 255
    seed = (seed * 48_271) % 2_147_483_647
    if (round % 7 === 0) bytes[seed % bytes.length] = 254
    if (round % 200 === 0) bytes.fill(253)
    expect(image.restore(memory)).toBe(true)
    expect(before.equals(bytes)).toBe(true)
  }
  expect(image.matches(memory)).toBe(true)
})

test('an image tells another memory from its own', () => {
  const image = new MemoryImage(makeMemory())
  const other = makeMemory()
  expect(image.matches(other)).toBe(true)
  new Uint8Array(other.buffer)[PAGE_BYTES * 2 + 7] = 1
  expect(image.matches(other)).toBe(false)
})

test('chunks of zeroes take no room, and a memory that has grown is not put back', () => {
  const memory = new WebAssembly.Memory({ initial: PAGES })
  new Uint8Array(memory.buffer)[PAGE_BYTES] = 1
  const image = new MemoryImage(memory)
  expect(image.bytes).toBe(4096)
  memory.grow(1)
  expect(image.restore(memory)).toBe(false)
})
