import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { findCalledImports, indexCalled } from './called-imports.ts'

/** A component as wit-component makes them: imports reach the module that needs them through the table of a shim. */
const withShim = `(component
  (import "a:b/files" (instance $files
    (export "read" (func (param "path" string) (result string)))
    (export "remove" (func (param "path" string)))))
  (import "log" (func $log (param "text" string)))
  (core module $shim
    (table (export "$imports") 3 3 funcref)
    (func (export "0") (param i32 i32 i32) (call_indirect (param i32 i32 i32)
      (local.get 0) (local.get 1) (local.get 2) (i32.const 0)))
    (func (export "1") (param i32 i32) (call_indirect (param i32 i32) (local.get 0) (local.get 1) (i32.const 1)))
    (func (export "2") (param i32 i32) (call_indirect (param i32 i32) (local.get 0) (local.get 1) (i32.const 2))))
  (core instance $s (instantiate $shim))
  (core module $main
    (import "m" "read" (func $read (param i32 i32 i32)))
    (import "m" "remove" (func $remove (param i32 i32)))
    (import "m" "log" (func $log (param i32 i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
    (func (export "run") (call $read (i32.const 0) (i32.const 4) (i32.const 8)))
    (func (export "unused") (call $remove (i32.const 0) (i32.const 4))))
  (core instance $m (instantiate $main (with "m" (instance
    (export "read" (func $s "0")) (export "remove" (func $s "1")) (export "log" (func $s "2"))))))
  (alias export $files "read" (func $read))
  (alias export $files "remove" (func $remove))
  (core func $read (canon lower (func $read) (memory $m "memory") (realloc (func $m "realloc"))))
  (core func $remove (canon lower (func $remove) (memory $m "memory")))
  (core func $log (canon lower (func $log) (memory $m "memory")))
  (core module $fixup
    (import "" "$imports" (table 3 3 funcref))
    (import "" "0" (func (param i32 i32 i32)))
    (import "" "1" (func (param i32 i32)))
    (import "" "2" (func (param i32 i32)))
    (elem (i32.const 0) func 0 1 2))
  (core instance (instantiate $fixup (with "" (instance
    (export "$imports" (table $s "$imports"))
    (export "0" (func $read)) (export "1" (func $remove)) (export "2" (func $log))))))
  (func (export "run") (canon lift (core func $m "run"))))`

describe('findCalledImports', () => {
  test('tells functions that nothing calls from those that something may', async () => {
    expect(await findCalledImports(await parseWat(withShim))).toEqual({
      complete: true,
      reason: null,
      functions: [
        { import: 'a:b/files', name: 'read', called: 'maybe' },
        { import: 'a:b/files', name: 'remove', called: 'never' },
        { import: 'log', name: 'log', called: 'never' },
      ],
    })
  })

  test('an instance that is exported again is called', async () => {
    const component = await parseWat(`(component
      (import "a:b/c" (instance $c (export "f" (func))))
      (import "g" (func))
      (export "a:b/d" (instance $c)))`)
    const isCalled = indexCalled(await findCalledImports(component))
    expect(isCalled('a:b/c', 'f')).toBe('maybe')
    expect(isCalled('g', 'g')).toBe('never')
    expect(isCalled('unknown', 'h')).toBe('maybe')
  })

  test('what is not understood makes every import maybe called, and says why', async () => {
    const component = await parseWat(`(component
      (import "f" (func $f))
      (import "make" (component $make (import "in" (func))))
      (instance (instantiate $make (with "in" (func $f)))))`)
    expect(await findCalledImports(component)).toEqual({
      complete: false,
      reason: 'imported-component',
      functions: [{ import: 'f', name: 'f', called: 'maybe' }],
    })
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['a core module', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    ['a text', new TextEncoder().encode('(component)')],
  ])('%s is malformed', async (_, bytes) => {
    expect(await findCalledImports(bytes)).toEqual({ complete: false, reason: 'malformed', functions: [] })
  })

  test('components that multiply end the analysis, not the process', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) => `(component $c${level + 1} (alias outer 1 $c${level} (component $c))
        (instance (instantiate $c)) (instance (instantiate $c)))`,
    )
    const component = await parseWat(
      `(component (import "f" (func)) (component $c0) ${levels.join(' ')} (instance (instantiate $c40)))`,
    )
    const result = await findCalledImports(component)
    expect(result).toMatchObject({ complete: false, reason: 'too-large' })
    expect(indexCalled(result)('f', 'f')).toBe('maybe')
  })
})
