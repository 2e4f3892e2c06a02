import { expect, test } from 'vitest'
import { MARKED_BYTES, MemoryMarks } from './memory-marks.ts'
import { MemoryImage, UnseenWrite } from './memory-state.ts'

const PAGE_BYTES = 65_536

/** A memory with marks, as a core module that marks what it writes exports them. */
function makeMarked(pages = 4) {
  const marks = new MemoryMarks(2 ** 32)
  const memory = new WebAssembly.Memory({ initial: pages })
  const exports = { memory, '$airlock:marks': new WebAssembly.Memory({ initial: 1 }) }
  marks.add({ exports } as unknown as WebAssembly.Instance, true)
  new Uint8Array(memory.buffer).fill(1, 0, PAGE_BYTES)
  const image = new MemoryImage(memory)
  const marked = marks.record(memory)
  if (marked === undefined) throw new Error('no marks')
  const places = () => [...marked.marks.entries()].flatMap(([place, mark]) => (mark === 1 ? [place] : []))
  return { memory, image, marked, places, views: marks.views as unknown as typeof globalThis }
}

test('what a view of data sets is marked, where it stands', () => {
  const { memory, image, marked, places, views } = makeMarked()
  const view = new views.DataView(memory.buffer)
  expect(view.getInt8(0)).toBe(1)
  view.setInt32(0, -1, true)
  view.setBigUint64(5 * MARKED_BYTES + 3, 7n)
  new views.DataView(memory.buffer, 20 * MARKED_BYTES, 64).setFloat64(56, 1.5)
  const call = (on: DataView, name: string, ...args: unknown[]): unknown =>
    (Reflect.get(on, name) as (...args: unknown[]) => unknown).apply(on, args)
  call(view, 'setFloat16', 30 * MARKED_BYTES, 1.5)
  call(new views.DataView(memory.buffer, 9 * MARKED_BYTES), 'setInt8', undefined, 7)
  expect(() => view.setInt8(memory.buffer.byteLength, 1)).toThrow(RangeError)
  expect(places()).toEqual([0, 5, 9, 20, 30])
  expect(image.restore(memory, marked)).toBe(true)
  expect(image.matches(memory)).toBe(true)
  expect(places()).toEqual([])
})

test('all that an array views is marked', () => {
  const { memory, image, marked, places, views } = makeMarked()
  const array = new views.Uint8Array(memory.buffer, 3 * MARKED_BYTES - 1, 2)
  expect(array).toBeInstanceOf(views.Uint8Array)
  expect(array).toBeInstanceOf(Uint8Array)
  array.fill(9)
  new views.Float64Array(memory.buffer, 8 * MARKED_BYTES, 512)[511] = 1
  new views.Uint8Array(memory.buffer, 30, 0)
  expect(places()).toEqual([2, 3, 8])
  expect(image.restore(memory, marked)).toBe(true)
  expect(image.matches(memory)).toBe(true)
})

test('what is no memory is viewed as ever', () => {
  const { places, views } = makeMarked()
  expect([...views.Uint8Array.from([1, 2])]).toEqual([1, 2])
  expect(new views.Uint16Array(new views.Uint8Array([1, 0]).buffer)[0]).toBe(1)
  new views.DataView(new ArrayBuffer(8)).setInt8(0, 1)
  expect(places()).toEqual([])
})

test('a memory whose buffer was exchanged is compared as a whole', () => {
  const { memory, image, marked } = makeMarked()
  memory.grow(0)
  new Uint8Array(memory.buffer)[7] = 99
  expect(image.restore(memory, marked)).toBe(true)
  expect(image.matches(memory)).toBe(true)
})

test('a write that nothing has marked is found out', () => {
  const { memory, image, marked } = makeMarked()
  new Uint8Array(memory.buffer)[7] = 99
  expect(() => image.restore(memory, marked)).toThrow(UnseenWrite)
})

test('a write that begins in one part and ends in the next is put back', () => {
  const { memory, image, marked } = makeMarked()
  new Uint8Array(memory.buffer).fill(5, MARKED_BYTES - 1, MARKED_BYTES + 15)
  marked.marks[0] = 1
  expect(image.restore(memory, marked)).toBe(true)
  expect(image.matches(memory)).toBe(true)
})
