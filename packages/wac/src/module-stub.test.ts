import { expect, it } from 'vitest'
import { readSections } from './binary.ts'
import { inspectComponent, parseWat, printComponent } from './index.ts'
import { buildModuleStub } from './module-stub.ts'

const MODULE = `(module
  (type $t (func (param i32) (result i32)))
  (import "a" "f" (func (type $t)))
  (import "a" "g" (global i32))
  (memory 1) (table 4 funcref) (global (export "h") i32 (i32.const 7))
  (func $none (result i64) i64.const 1)
  (func $two (export "two") (export "zwei") (param i64) nop)
  (func $none2 (type $t) i32.const 2)
  (func $one (export "one") (type $t) i32.const 3)
  (func $start)
  (export "f" (func 0)) (export "memory" (memory 0))
  (start $start)
  (elem (i32.const 0) func $one $two) (elem func $none) (elem declare func $none2)
  (data (global.get 0) "abc") (data "defg") (@custom "notes" "1234"))`

async function stubOf(text: string, change = (bytes: Uint8Array) => bytes): Promise<Uint8Array | undefined> {
  const bytes = change(await parseWat(text))
  return buildModuleStub(bytes, 0, bytes.length)?.join()
}

it('keeps imports and exports with their types, and of the functions those that are exported', async () => {
  const stub = (await stubOf(MODULE)) ?? new Uint8Array()
  const [small, whole] = [await inspectComponent(stub), await inspectComponent(await parseWat(MODULE))]
  expect(small.invalid).toBeNull()
  expect([small.imports, small.exports]).toEqual([whole.imports, whole.exports])
  const text = await printComponent(stub)
  expect(text.match(/unreachable/g)).toHaveLength(2)
  expect(text).toMatch(/\(func \(;1;\) \(type \d\) \(param i64\)[\s\S]*\(func \(;2;\) \(type 0\)/)
  expect(text).not.toMatch(/start|elem|data|i64.const|1234/)
  expect(text).toContain('@custom "notes"')
})

it('has no functions where none is exported', async () => {
  const stub = (await stubOf('(module (func) (func (call 0)))')) ?? new Uint8Array()
  expect(await printComponent(stub)).not.toContain('(func (;')
  expect((await inspectComponent(stub)).invalid).toBeNull()
})

it.each([
  ['an export of a function that is not there', '(module (func) (export "f" (func 1)))'],
  ['a function as the value of a global', '(module (func $f) (global funcref (ref.func $f)))'],
  ['a global of another type', '(module (global anyref (ref.null any)))'],
  ['an imported tag', '(module (import "a" "b" (tag)))'],
  ['an imported table of another type', '(module (import "a" "b" (table 1 anyref)))'],
  ['an imported memory with pages of another size', '(module (import "a" "b" (memory 1 (pagesize 1))))'],
  ['a table with a value', '(module (table 1 funcref (ref.null func)))'],
  ['segments of expressions', '(module (table 1 funcref) (elem (i32.const 0) funcref (ref.null func)))'],
  ['an offset that is worked out', '(module (memory 1) (data (i32.add (i32.const 0) (i32.const 0)) "a"))'],
  [
    'an offset from a global of its own',
    '(module (memory 1) (global i32 (i32.const 0)) (data (global.get 0) "a"))',
  ],
  ['a segment of another memory', '(module (memory 1) (memory 1) (data (memory 1) (i32.const 0) "a"))'],
  ['a body of rare instructions', '(module (func unreachable ref.as_non_null drop))'],
])('leaves a module with %s to the skeleton', async (_, text) => {
  expect(await stubOf(text)).toBeUndefined()
})

it('leaves what is not in the order of the specification, or twice there', async () => {
  // Engines let the count of data segments come anywhere.
  const counted = '(module (memory 1) (func (data.drop 0)) (data "abc"))'
  expect(await stubOf(counted)).toBeDefined()
  const early = await stubOf(counted, (bytes) => {
    const at = bytes.findIndex((_, index) => bytes[index] === 12 && bytes[index + 1] === 1)
    return Uint8Array.from([...bytes.slice(0, 8), 12, 1, 1, ...bytes.slice(8, at), ...bytes.slice(at + 3)])
  })
  expect(early).toBeUndefined()
  const twice = await stubOf('(module (func))', (bytes) => Uint8Array.from([...bytes, ...bytes.slice(8)]))
  expect(twice).toBeUndefined()
})

it('leaves what counts other data segments than there are', async () => {
  const wrong = await stubOf('(module (memory 1) (func (data.drop 0)) (data "abc"))', (bytes) => {
    const changed = bytes.slice()
    changed[bytes.findIndex((_, index) => bytes[index] === 12 && bytes[index + 1] === 1) + 2] = 2
    return changed
  })
  expect(wrong).toBeUndefined()
})

it('is none of a module that is cut off, save between two sections', async () => {
  const bytes = await parseWat(MODULE)
  const ends = [...bytes.keys()].filter((end) => buildModuleStub(bytes, 0, end) !== undefined)
  expect(ends.length).toBeGreaterThan(5)
  const between = [...readSections(bytes, 0, bytes.length)].map((section) => section?.start)
  expect(between).toEqual(expect.arrayContaining(ends))
})
