import { expect, it } from 'vitest'
import { Reader, readSections } from './binary.ts'
import { parseWat } from './index.ts'
import { isPlainBody } from './plain-body.ts'

it.each([
  ['numbers and locals', '(local i32 i64 f32 f64 v128 funcref externref) f32.const 1 drop f64.const 2 drop'],
  ['dead ends', 'block br 0 end i32.const 0 if unreachable else return end i32.const 0 br_table 0 0'],
  ['blocks', 'block (result i32) i32.const -1 loop nop end end if (param) nop else nop end'],
  ['a block with a type of its own', 'i32.const 1 i64.const 2 block (param i32 i64) drop drop end'],
  ['branches', 'block block i32.const 0 br_table 0 1 0 1 end end return'],
  ['calls', 'call 0 i32.const 0 call_indirect (type 0) return_call 0'],
  ['memory', 'i32.const 0 i64.load offset=70000 drop i32.const 0 memory.grow drop memory.size drop'],
  ['bulk memory', 'i32.const 0 i32.const 0 i32.const 0 memory.init 0 data.drop 0 table.size 0 drop'],
  ['conversions', 'f32.const 1 i32.trunc_sat_f32_s drop'],
  ['references', 'ref.null func drop ref.func 0 ref.is_null drop i32.const 0 table.get 0 drop'],
  ['select', 'i32.const 1 i32.const 2 i32.const 3 select (result i32) drop'],
  [
    'vectors',
    'v128.const i64x2 1 2 i32.const 0 v128.load offset=300 i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 drop',
  ],
  ['lanes', 'i32.const 0 v128.const i64x2 1 2 v128.load8_lane offset=3 5 i16x8.extract_lane_u 1 drop'],
  ['vector arithmetic', 'v128.const i64x2 1 2 v128.const i64x2 1 2 i64x2.mul f64x2.abs drop'],
])('knows %s', async (_, body) => {
  expect(await arePlain(body)).toEqual([true])
})

it.each([
  ['exceptions', 'try_table end'],
  ['typed references', 'unreachable ref.as_non_null drop'],
  ['garbage collection', 'i32.const 1 ref.i31 drop'],
  ['a null of another type', 'ref.null any drop'],
  ['locals of another type', '(local anyref)'],
  ['a block of another type', 'block (result anyref) unreachable end drop'],
  ['atomics', 'atomic.fence'],
  ['another memory', 'i32.const 0 i32.load 1 drop'],
  ['relaxed vectors', 'unreachable i8x16.relaxed_swizzle drop'],
  ['what is never reached', 'unreachable nop'],
  ['what follows a branch', 'block br 0 drop end'],
  ['what follows a table of branches', 'i32.const 0 br_table 0 0 nop'],
  ['what follows a return', 'return nop'],
  ['what follows a tail call', 'return_call 0 nop'],
  ['what follows an indirect tail call', 'i32.const 0 return_call_indirect (type 0) nop'],
  ['a loop that leaves a reference', 'loop (result funcref) ref.func 0 end drop'],
  ['a loop with a type of its own', 'i32.const 1 loop (param i32) drop end'],
  ['very many locals', `(local ${'i32 '.repeat(41_000)})`],
])('leaves %s to wasmparser', async (_, body) => {
  expect(await arePlain(body)).toEqual([false])
})

it.each([
  ['an index', [0x80, 0x00], true],
  ['an index of five bytes', [0x80, 0x80, 0x80, 0x80, 0x00], true],
  ['no values', [0xc0, 0x7f], false],
  ['no values in five bytes', [0xc0, 0xff, 0xff, 0xff, 0x7f], false],
  ['a number', [0xff, 0x7f], false],
])('reads a block whose type is %s in more bytes than it needs', (_, type, isPlain) => {
  const body = [0, 0x02, ...type, 0x0b, 0x0b]
  expect(isPlainBody(Uint8Array.from(body), 0, body.length)).toBe(isPlain)
})

it('is not led behind the end of a body', () => {
  for (const body of [
    [0],
    [0x80],
    [1, 0x80],
    [0, 0x41, 0x80],
    [0, 0x0e, 0xff, 0xff, 0xff, 0x0f],
    [0, 0xfd, 0x0c],
  ]) {
    expect(isPlainBody(Uint8Array.from(body), 0, body.length)).toBe(body.length === 1 && body[0] === 0)
  }
})

/** One function with the body, among what its instructions need. */
async function arePlain(body: string): Promise<boolean[]> {
  const bytes = await parseWat(
    `(module (type (func)) (memory 1) (memory 1) (table 1 funcref) (func $f (type 0) ${body}) (elem declare func $f) (data "x"))`,
  )
  const code = [...readSections(bytes, 0, bytes.length)].find((section) => section?.id === 10)
  const reader = new Reader(bytes, code?.content ?? 0, code?.end ?? 0)
  return Array.from({ length: reader.u32() }, () => {
    const size = reader.u32()
    reader.skip(size)
    return isPlainBody(bytes, reader.at - size, reader.at)
  })
}
