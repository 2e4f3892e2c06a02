import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { exposeState } from './core-module.ts'

/** Of a module with one function. */
async function writesTables(body: string): Promise<boolean> {
  const module = await parseWat(`(module
    (type $pair (func (param i32 i32) (result i32 i32)))
    (import "" "memory" (memory 1))
    (table $t 9 funcref) (table $other 9 funcref) (elem $e declare func $f)
    (func $callee) (func (result i32) i32.const 1)
    (func $f (export "run") (param i32) (result i32) (local i64 f32 f64 v128 funcref) ${body} (i32.const 0)))`)
  const { obstacles, writesTables: answer } = exposeState(module)
  expect(obstacles).toEqual([])
  return answer
}

test.each([
  ['table.set', '(table.set $t (i32.const 0) (ref.func $f))'],
  ['table.set of another table', '(table.set $other (i32.const 0) (ref.null func))'],
  ['table.grow', '(drop (table.grow $t (ref.null func) (i32.const 1)))'],
  ['table.fill', '(table.fill $t (i32.const 0) (ref.null func) (i32.const 1))'],
  ['table.copy', '(table.copy $t $other (i32.const 0) (i32.const 0) (i32.const 1))'],
  ['table.init', '(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))'],
  [
    'one that is deep inside',
    '(block (loop (if (local.get 0) (then (table.set $t (i32.const 0) (ref.func $f))))))',
  ],
  ['an instruction that is not known', '(drop (i32.atomic.load (i32.const 0)))'],
])('code may write tables where it has %s', async (_, body) => {
  expect(await writesTables(body)).toBe(true)
})

test('code that has all kinds of other instructions does not', async () => {
  // Constants and immediates hold the opcodes of what is looked for.
  const body = `
    (drop (i32.const 0x26)) (drop (i32.const -64)) (drop (i64.const 0x2626262626262626))
    (drop (f32.const 6.6)) (drop (f64.const 2.6e26))
    (drop (v128.const i64x2 0x2626262626262626 0x26fc0e26fc0f2626))
    (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.const i64x2 0 0) (v128.const i64x2 0 0)))
    (drop (i8x16.extract_lane_s 12 (v128.const i64x2 0 0)))
    (drop (v128.load offset=38 (i32.const 0))) (drop (v128.load32_zero (i32.const 0)))
    (drop (v128.load8_lane offset=38 12 (i32.const 0) (v128.const i64x2 0 0)))
    (drop (f32x4.add (v128.const i64x2 0 0) (v128.const i64x2 0 0)))
    (i32.store offset=4942 (i32.const 0) (i32.load8_u offset=38 (i32.const 0)))
    (drop (i32.trunc_sat_f64_u (f64.const 1))) (drop (i32.extend8_s (i32.const 38)))
    (memory.fill (i32.const 0) (i32.const 38) (i32.const 1))
    (memory.copy (i32.const 0) (i32.const 38) (i32.const 1)) (drop (memory.grow (memory.size)))
    (drop (table.size $t)) (drop (table.get $t (i32.const 0))) (drop (ref.is_null (ref.null func)))
    (drop (select (result funcref) (ref.null func) (ref.func $f) (i32.const 1)))
    (block (br_table 0 0 0 0 (i32.const 38))) (loop)
    (block (result i32 i32) (i32.const 1) (i32.const 2) (block (type $pair))) drop drop
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (call_indirect $t (result i32) (i32.const 2)))) drop
    (call $callee) (if (i32.eqz (local.get 0)) (then (return (local.tee 0 (i32.const 1)))))
    (if (local.get 0) (then (return_call_indirect $t (param i32) (result i32) (i32.const 2) (i32.const 0))))`
  expect(await writesTables(body)).toBe(false)
})
