import { describe, expect, test } from 'vitest'
import { type Accessor, GlueState } from './glue-state.ts'

const fields = Symbol('fields')
const memory = new ArrayBuffer(8)
const known = { ofTheCore: true }

/** The state of one binding that is assigned once. */
function stateOf(value: unknown): GlueState {
  return new GlueState([['it', () => value]], fields, {
    isKnown: (each) => each === known,
    isMemory: (buffer) => buffer === memory,
  })
}

/** With a private field, handed over as the rewritten classes of jco do. */
class Task {
  #step: unknown

  constructor(step: unknown) {
    this.#step = step
  }

  go(step: unknown): void {
    this.#step = step
  }

  [fields](): Accessor[] {
    return [['#step', () => this.#step]]
  }
}

/** Content that can be compared, the order of a map and the bytes of a view too. */
function contentOf(value: object): unknown {
  if (value instanceof DataView) return [...new Uint8Array(value.buffer)]
  return value instanceof Map ? [...value] : value
}

describe('put back is', () => {
  test('a binding that is assigned', () => {
    let value: unknown = 1
    const accessor: Accessor = [
      'it',
      () => value,
      (now) => {
        value = now
      },
    ]
    const state = new GlueState([accessor], fields, { isKnown: () => false, isMemory: () => false })
    value = { other: true }
    expect(state.restore()).toBe(true)
    expect(value).toBe(1)
  })

  test.each<[string, () => object, (value: never) => void]>([
    ['an array that grew', () => [1, 2], (value: unknown[]) => value.push(3)],
    ['an array that shrank', () => [1, 2], (value: unknown[]) => value.pop()],
    ['an element', () => [1, [2]], (value: [number, number[]]) => value[1].fill(9)],
    [
      'a property of an array',
      () => Object.assign([1], { of: 'a' }),
      (value) => Object.assign(value, { of: 'b' }),
    ],
    ['an entry of a map', () => new Map([['a', 1]]), (value: Map<string, number>) => value.set('a', 2)],
    ['an entry more', () => new Map([['a', 1]]), (value: Map<string, number>) => value.set('b', 2)],
    ['an entry less', () => new Map([['a', 1]]), (value: Map<string, number>) => value.delete('a')],
    [
      'the order of a map',
      () =>
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      (value: Map<string, number>) => value.delete('a') && value.set('a', 1),
    ],
    [
      'what is in a map',
      () => new Map([['a', [1]]]),
      (value: Map<string, number[]>) => value.get('a')?.push(2),
    ],
    [
      'what is a key of a map',
      () => new Map([[[1], 1]]),
      (value: Map<number[], number>) => [...value.keys()][0]?.push(2),
    ],
    ['a member of a set', () => new Set([1]), (value: Set<number>) => value.add(2)],
    ['a set that was emptied', () => new Set([1, 2]), (value: Set<number>) => value.clear()],
    ['what is in a set', () => new Set([[1]]), (value: Set<number[]>) => [...value][0]?.push(2)],
    ['a property', () => ({ a: 'a' }), (value: object) => Object.assign(value, { a: 'b' })],
    ['a property more', () => ({ a: 'a' }), (value: object) => Object.assign(value, { b: 'b' })],
    ['a property less', () => ({ a: 'a' }), (value: { a?: string }) => delete value.a],
    [
      'a property with a symbol for its name',
      () => ({ [fields]: 1 }),
      (value: object) => Reflect.deleteProperty(value, fields),
    ],
    [
      'a property far below',
      () => ({ a: [{ b: new Map([[1, { c: 'd' }]]) }] }),
      (value: { a: [{ b: Map<number, { c: string }> }] }) =>
        Object.assign(value.a[0].b.get(1) ?? {}, { c: 'e' }),
    ],
    [
      'an object without a prototype',
      () => Object.assign(Object.create(null), { a: 'a' }),
      (value: object) => Object.assign(value, { a: 'b' }),
    ],
    ['bytes', () => new DataView(new ArrayBuffer(4)), (value: DataView) => value.setInt32(0, 7)],
  ])('%s', (_, make, change) => {
    const value = make()
    const state = stateOf(value)
    expect(state.obstacle).toBeUndefined()
    const before = contentOf(make())
    change(value as never)
    expect(contentOf(value)).not.toEqual(before)
    expect(state.restore()).toBe(true)
    expect(contentOf(value)).toEqual(before)
  })

  test('what a class counts', () => {
    // biome-ignore lint/complexity/noStaticOnlyClass: as jco has them
    class Counted {
      static last = 0
      static readonly all: unknown[] = []
    }
    const state = stateOf(Counted)
    Counted.last = 5
    Counted.all.push(1)
    expect(state.restore()).toBe(true)
    expect([Counted.last, Counted.all]).toEqual([0, []])
  })

  test('a global of Wasm', () => {
    const global = new (
      WebAssembly.Global as unknown as new (
        type: object,
        value: unknown,
      ) => { value: unknown }
    )({ value: 'i64', mutable: true }, 5n)
    const state = stateOf({ global })
    global.value = 6n
    expect(state.restore()).toBe(true)
    expect(global.value).toBe(5n)
  })

  test('each of many that hold each other', () => {
    const one: { other?: unknown; name: string } = { name: 'one' }
    const other = { one, name: 'other' }
    one.other = other
    const state = stateOf(one)
    other.name = 'changed'
    expect(state.restore()).toBe(true)
    expect(other.name).toBe('other')
    expect([state.holds(other), state.holds({})]).toEqual([true, false])
  })

  test('with what a resource of the host left behind', () => {
    const disposed: string[] = []
    const resource = (name: string) => ({ [Symbol.dispose]: () => void disposed.push(name) })
    const table = new Map([[1, known]])
    const state = stateOf(table)
    table.set(2, resource('left') as never)
    expect(state.restore()).toBe(true)
    expect(disposed).toEqual(['left'])
  })
})

describe('of no more use is an instance', () => {
  test.each<[string, object, (value: never) => void]>([
    ['with a task that is in the middle', new Task('waits'), (value: Task) => value.go('goes on')],
    [
      'with such a task in a map',
      new Map([[1, new Task(1)]]),
      (value: Map<number, Task>) => value.get(1)?.go(2),
    ],
    ['that counts what is under way', { pending: 0 }, (value: { pending: number }) => value.pending++],
    [
      'that has met an error',
      { error: null },
      (value: object) => Object.assign(value, { error: new Error() }),
    ],
    [
      'with an object that was frozen',
      { a: 'a' },
      (value: { a: string }) => {
        value.a = 'b'
        Object.freeze(value)
      },
    ],
    [
      'with a property that cannot go',
      {},
      (value: object) => Object.defineProperty(value, 'a', { value: 1, writable: true }),
    ],
  ])('%s', (_, value, change) => {
    const state = stateOf(value)
    expect(state.obstacle).toBeUndefined()
    change(value as never)
    expect(state.restore()).toBe(false)
  })
})

describe('not put back at all is', () => {
  test.each<[string, unknown]>([
    ['it.f: a function that may keep something', { f: () => {} }],
    ["it: an object of a class that is not the glue's", new (class Other {})()],
    ["it.get(1): an object of a class that is not the glue's", new Map([[1, new (class Other {})()]])],
    ["it: an object of a class that is not the glue's", new WeakMap()],
    ["it: an object of a class that is not the glue's", new Date()],
    ["it: an object of a class that is not the glue's", new Uint8Array(1)],
    ["it.#step: an object of a class that is not the glue's", new Task(Promise.resolve())],
    [
      'an accessor a',
      {
        get a() {
          return 1
        },
      },
    ],
  ])('%s', (obstacle, value) => {
    const state = stateOf(value)
    expect(state.obstacle).toBe(obstacle)
    expect(state.restore()).toBe(false)
  })
})

test('what has no state, or whose state is put back elsewhere, is no obstacle', () => {
  const bytes = new DataView(memory)
  const state = stateOf([
    known,
    new TextEncoder(),
    new TextDecoder(),
    bytes,
    null,
    undefined,
    1n,
    Symbol('s'),
  ])
  expect(state.obstacle).toBeUndefined()
  bytes.setInt8(0, 1)
  expect(state.restore()).toBe(true)
  expect(bytes.getInt8(0)).toBe(1)
})
