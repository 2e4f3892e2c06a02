import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { MARKED_BYTES, MemoryMarks } from '../guest/memory-marks.ts'
import { MemoryImage } from '../guest/memory-state.ts'
import { exposeState } from './core-module.ts'

const PAGE_BYTES = 65_536
const PAGES = 4
const BYTES = PAGES * PAGE_BYTES

/** Each writes at an address; with small offsets, and with large ones. */
const STORES = [
  ...['i32.store', 'i32.store8', 'i32.store16'].map((name) => [name, '(i32.const 0x01020304)'] as const),
  ...['i64.store', 'i64.store8', 'i64.store16', 'i64.store32'].map(
    (name) => [name, '(i64.const -2)'] as const,
  ),
  ['f32.store', '(f32.const nan:0x200001)'],
  ['f64.store', '(f64.const -1.5)'],
  ['v128.store', '(v128.const i64x2 0x0102030405060708 -3)'],
] as const
const LANES = ['8', '16', '32', '64'].map((bits) => `v128.store${bits}_lane`)

const VECTOR = '(v128.const i64x2 0x0102030405060708 -3)'
const FUNCTIONS = [
  ...STORES.flatMap(([name, value]) => [
    `(func (export "${name}") (param i32) (${name} (local.get 0) ${value}))`,
    `(func (export "${name} far") (param i32) (local f64 i32) (${name} offset=5003 (local.get 0) ${value}))`,
  ]),
  ...LANES.map(
    (name) => `(func (export "${name}") (param i32) (${name} offset=3 1 (local.get 0) ${VECTOR}))`,
  ),
  `(func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 7) (local.get 1)))`,
  `(func (export "copy") (param i32 i32) (memory.copy (local.get 0) (i32.const 9) (local.get 1)))`,
  // All kinds in one function, with a value that another function gives.
  `(func $seven (result i64) (i64.const 7))
   (func (export "all") (param i32) (result i32)
     (block (loop (br_if 1 (i32.eqz (local.get 0)))
       (i32.store8 (local.get 0) (i32.const 1)) (i64.store offset=300 (local.get 0) (call $seven))
       (f32.store (local.get 0) (f32.const 2)) (v128.store offset=70000 (local.get 0) ${VECTOR})
       (memory.fill (local.get 0) (i32.const 8) (i32.const 5000))
       (local.set 0 (i32.shr_u (local.get 0) (i32.const 1))) (br 0)))
     (i32.const 38))`,
]
const BODY = `(data (i32.const 8) "some text to be copied about") ${FUNCTIONS.join('\n')}`
const DEFINES = `(module (memory (export "memory") ${PAGES}) ${BODY})`
const IMPORTS = `(module (import "env" "memory" (memory ${PAGES})) ${BODY})`

type Run = (...args: readonly number[]) => number | undefined
interface Loaded {
  readonly memory: WebAssembly.Memory
  readonly runs: Readonly<Record<string, Run>>
}

/** What a call does: what it returns, or that it traps. */
const outcomeOf = (run: Run | undefined, args: readonly number[]) => {
  try {
    return run?.(...args)
  } catch (error) {
    return String(error)
  }
}

async function load(wat: string, memory: WebAssembly.Memory): Promise<Loaded> {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(await parseWat(wat)), { env: { memory } })
  const exports = instance.exports as Record<string, Run> & { memory?: WebAssembly.Memory }
  return { memory: exports.memory ?? memory, runs: exports }
}

async function loadMarking(marks: MemoryMarks, wat: string, memory?: WebAssembly.Memory): Promise<Loaded> {
  const { bytes, marksStores, obstacles } = exposeState(await parseWat(wat))
  expect(obstacles).toEqual([])
  const module = new WebAssembly.Module(bytes)
  const imports = memory === undefined ? {} : { env: { memory } }
  const instance = new WebAssembly.Instance(module, marks.importsFor(imports, marksStores))
  marks.add(instance, marksStores)
  const exports = instance.exports as Record<string, Run> & { memory?: WebAssembly.Memory }
  return { memory: exports.memory ?? (memory as WebAssembly.Memory), runs: exports }
}

/** Numbers that look random, the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647
    yield state
  }
}

describe.each([
  ['defines its memory', false],
  ['imports its memory', true],
])('a module that %s', (_, doesImport) => {
  test('does what it did, and marks all that it writes', async () => {
    const marks = new MemoryMarks(2 ** 32)
    const owner = await loadMarking(marks, DEFINES)
    const marking = doesImport ? await loadMarking(marks, IMPORTS, owner.memory) : owner
    const plain = await load(doesImport ? IMPORTS : DEFINES, new WebAssembly.Memory({ initial: PAGES }))
    const image = new MemoryImage(marking.memory)
    const marked = marks.record(marking.memory)
    expect(marked).toBeDefined()
    const start = Buffer.from(plain.memory.buffer.slice(0))
    expect(image.matches(plain.memory)).toBe(true)
    const next = numbers(7)
    const names = Object.keys(plain.runs).filter((name) => typeof plain.runs[name] === 'function')
    expect(names).toHaveLength(STORES.length * 2 + LANES.length + 3)
    for (let round = 0; round < 4000; round++) {
      const name = names[next.next().value % names.length] as string
      // Near the borders of what is marked, near the end of the memory, and anywhere.
      const near = (next.next().value % (BYTES / MARKED_BYTES)) * MARKED_BYTES + (next.next().value % 40) - 20
      const anywhere = next.next().value % (BYTES + 100)
      const at = [near, anywhere, BYTES - (next.next().value % 6000)][next.next().value % 3] as number
      const args = [at, next.next().value % 9000]
      expect(outcomeOf(marking.runs[name], args)).toEqual(outcomeOf(plain.runs[name], args))
      expect(Buffer.from(marking.memory.buffer).equals(Buffer.from(plain.memory.buffer))).toBe(true)
      if (round % 3 > 0) continue
      expect(image.restore(marking.memory, marked)).toBe(true)
      expect(image.matches(marking.memory), `after ${name} ${args}`).toBe(true)
      new Uint8Array(plain.memory.buffer).set(start)
    }
  })
})

test('marks are few: what is not written is not marked', async () => {
  const marks = new MemoryMarks(2 ** 32)
  const { memory, runs } = await loadMarking(marks, DEFINES)
  const marked = marks.record(memory)
  runs['i32.store']?.(3 * MARKED_BYTES + 5)
  runs.fill?.(9 * MARKED_BYTES, 2 * MARKED_BYTES)
  runs.fill?.(40 * MARKED_BYTES, 0)
  runs.copy?.(0, 0)
  const places = [...(marked?.marks.entries() ?? [])].flatMap(([place, mark]) => (mark === 1 ? [place] : []))
  expect(places).toEqual([3, 9, 10])
})

test.each([
  ['has an instruction that is not known', '(memory 1) (func (drop (i32.atomic.load (i32.const 0))))'],
  ['has two memories', '(memory 1) (memory 1)'],
  ['imports a memory and defines another', '(import "env" "memory" (memory 1)) (memory 1)'],
  ['imports a shared memory', '(import "env" "memory" (memory 1 1 shared))'],
  ['imports by our names', '(import "$airlock:marks" "$airlock:marks" (memory 1))'],
])('a module marks nothing that %s', async (_, fields) => {
  const module = await parseWat(`(module ${fields})`)
  expect(exposeState(module).marksStores).toBe(false)
})

test('a memory that another module writes to unseen is not known by its marks', async () => {
  const marks = new MemoryMarks(2 ** 32)
  const { memory } = await loadMarking(marks, DEFINES)
  const blind = `(module (import "env" "memory" (memory 1)) (func (drop (i32.atomic.load (i32.const 0)))))`
  await loadMarking(marks, blind, memory)
  expect(marks.record(memory)).toBeUndefined()
})
