import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { exposeState } from './core-module.ts'

/** Names and kinds of what a module exports after it was rewritten, which V8 has to accept. */
async function exportsOf(wat: string): Promise<string[]> {
  const { bytes, obstacles } = exposeState(await parseWat(wat))
  expect(obstacles).toEqual([])
  return Object.keys(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports)
}

describe('what a core module changes is exported', () => {
  test('where it exports nothing', async () => {
    const names = await exportsOf(`(module
      (memory 1) (table 2 funcref) (table 3 funcref)
      (global i32 (i32.const 1)) (global (mut i32) (i32.const 1)) (global (mut f64) (f64.const 1))
      (func $start) (start $start) (elem (i32.const 0) $start) (data (i32.const 0) "x"))`)
    expect(names).toEqual([
      '$airlock:start',
      '$airlock:global:1',
      '$airlock:global:2',
      '$airlock:memory:0',
      '$airlock:table:0',
      '$airlock:table:1',
      '$airlock:marks',
    ])
  })

  test('beside what it exports already', async () => {
    const names = await exportsOf(`(module
      (memory (export "memory") 1) (func (export "run")) (global (export "g") (mut i64) (i64.const -5)))`)
    expect(names).toEqual(['memory', 'run', 'g', '$airlock:global:0', '$airlock:memory:0', '$airlock:marks'])
  })

  test('and what it imports is not', async () => {
    const { bytes } = exposeState(
      await parseWat(`(module
        (import "a" "f" (func (param i32))) (import "a" "t" (table 1 funcref)) (import "a" "m" (memory 1))
        (import "a" "g" (global (mut i32))) (global (mut i32) (i32.const 0)))`),
    )
    expect(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/\$airlock:\w+:\d/g),
    ).toEqual(['$airlock:global:1'])
  })

  test('with constants of every kind before it', async () => {
    const names = await exportsOf(`(module
      (global $a i32 (i32.const -2147483648)) (global i64 (i64.const 9223372036854775807))
      (global f32 (f32.const 1.5)) (global f64 (f64.const 1e300)) (global v128 (v128.const i64x2 1 2))
      (global i32 (i32.add (global.get $a) (i32.const 1))) (global funcref (ref.func $f))
      (global (mut funcref) (ref.null func)) (func $f))`)
    expect(names).toEqual(['$airlock:global:7'])
  })

  test.each([
    ['with exports', '(export "g" (global 0))'],
    ['without exports', ''],
    ['with what cannot be put back', '(data "x") (memory 1)'],
  ])('and so is its start function, which does not run by itself: %s', async (_, fields) => {
    const { bytes } = exposeState(
      await parseWat(`(module
        (import "a" "f" (func $f)) (global (mut i32) (i32.const 0)) (func $start (call $f)) (start $start)
        ${fields})`),
    )
    let calls = 0
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { a: { f: () => calls++ } })
    expect(calls).toBe(0)
    ;(exports['$airlock:start'] as () => void)()
    expect(calls).toBe(1)
  })

  test('and a module without state stays as it is', async () => {
    const module = await parseWat('(module (func (export "run")))')
    expect(exposeState(module)).toEqual({
      bytes: module,
      obstacles: [],
      writesTables: false,
      marksStores: true,
    })
  })
})

describe('a module is left as it is', () => {
  test.each<[string, string]>([
    ['a passive data segment', '(memory 1) (data "x")'],
    ['a passive element segment', '(elem funcref (ref.null func))'],
    ['a type of the form 95', '(type (struct (field (mut i32))))'],
    ['a type of the form 94', '(type (array (mut i32)))'],
    ['a memory that is shared or addressed by 64 bits', '(memory 1 2 shared)'],
    ['a memory that is shared or addressed by 64 bits', '(memory i64 1)'],
    ['a table of other things than functions', '(table 1 externref)'],
    ['a mutable global whose value JavaScript does not see', '(global (mut v128) (v128.const i64x2 0 0))'],
    ['a mutable global whose value JavaScript does not see', '(global (mut externref) (ref.null extern))'],
    ['an export with our names', '(func (export "$airlock:memory:0"))'],
  ])('where it has %s', async (obstacle, fields) => {
    const module = await parseWat(`(module ${fields})`)
    expect(exposeState(module)).toEqual({
      bytes: module,
      obstacles: [obstacle],
      writesTables: true,
      marksStores: false,
    })
  })
})
