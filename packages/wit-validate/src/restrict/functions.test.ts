import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { runComponent } from '../../../../tools/wasm/run-component.ts'
import { restrictComponent } from './restrict-component.ts'

/** Two interfaces that share a resource, and functions that call all of it. */
const files = `(component
  (import "t:t/files@1.0.0" (instance $files
    (export "file" (type $file (sub resource)))
    (type $kind (enum "text" "access"))
    (export "kind" (type $kind' (eq $kind)))
    (export "[method]file.read" (func (param "self" (borrow $file)) (result u32)))
    (export "[method]file.write" (func (param "self" (borrow $file)) (param "text" string) (result (result u32 (error $kind')))))
    (export "[static]file.remove" (func (param "file" (own $file)) (result (result (error string)))))
    (export "keep" (func (param "file" (option (own $file))) (result (result (error string)))))))
  (alias export $files "file" (type $file))
  (import "t:t/opener@1.0.0" (instance $opener
    (alias outer 1 $file (type $f))
    (export "file" (type $file (eq $f)))
    (export "open" (func (result (own $file))))))
  (core module $libc (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (core func $read (canon lower (func $files "[method]file.read")))
  (core func $write (canon lower (func $files "[method]file.write") (memory $memory)))
  (core func $remove (canon lower (func $files "[static]file.remove") (memory $memory) (realloc $realloc)))
  (core func $keep (canon lower (func $files "keep") (memory $memory) (realloc $realloc)))
  (core func $open (canon lower (func $opener "open")))
  (core func $drop (canon resource.drop $file))
  (core module $m
    (import "i" "read" (func $read (param i32) (result i32)))
    (import "i" "write" (func $write (param i32 i32 i32 i32)))
    (import "i" "remove" (func $remove (param i32 i32)))
    (import "i" "keep" (func $keep (param i32 i32 i32)))
    (import "i" "open" (func $open (result i32)))
    (import "i" "drop" (func $drop (param i32)))
    (import "libc" "memory" (memory 1))
    (func (export "read") (result i32) (local i32)
      (local.set 0 (call $open)) (call $read (local.get 0)) (call $drop (local.get 0)))
    (func (export "write") (result i32) (local i32)
      (local.set 0 (call $open))
      (call $write (local.get 0) (i32.const 0) (i32.const 5) (i32.const 1024))
      (call $drop (local.get 0))
      (i32.add (i32.load8_u (i32.const 1024)) (i32.mul (i32.const 16) (i32.load8_u (i32.const 1028)))))
    (func (export "remove") (result i32)
      (call $remove (call $open) (i32.const 1024))
      (i32.load8_u (i32.const 1024)))
    (func (export "keep") (result i32)
      (call $keep (i32.const 0) (i32.const 0) (i32.const 1024))
      (call $keep (i32.const 1) (call $open) (i32.const 1024))
      (i32.load8_u (i32.const 1024))))
  (core instance $m (instantiate $m (with "libc" (instance $libc)) (with "i" (instance
    (export "read" (func $read)) (export "write" (func $write)) (export "remove" (func $remove))
    (export "keep" (func $keep)) (export "open" (func $open)) (export "drop" (func $drop))))))
  (func (export "read") (result u32) (canon lift (core func $m "read")))
  (func (export "write") (result u32) (canon lift (core func $m "write")))
  (func (export "remove") (result u32) (canon lift (core func $m "remove")))
  (func (export "keep") (result u32) (canon lift (core func $m "keep"))))`

function makeFiles() {
  let dropped = 0
  class File {
    read() {
      return 7
    }
    [Symbol.dispose]() {
      dropped += 1
    }
  }
  return {
    dropped: () => dropped,
    imports: { 't:t/files': { File }, 't:t/opener': { open: () => new File() } },
  }
}

describe('an interface of which some functions are allowed', () => {
  test('keeps them, and its resources stay what they are for other interfaces', async () => {
    const allow = ['t:t/opener', 't:t/files#[method]file.read']
    const { component, denied, imports } = await restrictComponent(await parseWat(files), { allow })
    expect(denied).toEqual([
      { import: 't:t/files@1.0.0', name: '[method]file.write', how: 'error' },
      { import: 't:t/files@1.0.0', name: '[static]file.remove', how: 'error' },
      { import: 't:t/files@1.0.0', name: 'keep', how: 'error' },
    ])
    expect(imports.map(({ name, functions }) => [name, functions.map((each) => each.name)])).toEqual([
      ['t:t/files@1.0.0', ['[method]file.read']],
      ['t:t/opener@1.0.0', ['open']],
    ])
    const real = makeFiles()
    const { read, write, remove, keep } = await runComponent(component, real.imports)
    expect(read()).toBe(7)
    // An error, of which the case is `access`.
    expect(write()).toBe(1 + 16)
    expect(remove()).toBe(1)
    expect(keep()).toBe(1)
    expect(real.dropped()).toBe(4)
  })

  test('can be one with nothing but types left', async () => {
    const allow = ['t:t/opener', 't:t/files#nothing']
    const { denied, imports } = await restrictComponent(await parseWat(files), { allow })
    expect(denied.map(({ name }) => name)).toContain('[method]file.read')
    expect(imports.map(({ functions }) => functions.length)).toEqual([0, 1])
  })

  test('hands its resources on through any number of interfaces', async () => {
    const use = (own: string, given: string, name: string, rest = '') =>
      `(alias export $${given} "${given}" (type $${given}t))
       (import "t:t/${own}@1.0.0" (instance $${own} (alias outer 1 $${given}t (type $x)) (export "${given}" (type $y (eq $x)))
        ${rest} (export "${name}" (func (param "it" (own $y))))))`
    const text = `(component
      (import "t:t/a@1.0.0" (instance $a (export "a" (type (sub resource))) (export "f" (func)) (export "g" (func))))
      ${use('b', 'a', 'make', '(export "b" (type (sub resource)))')}
      ${use('c', 'b', 'use', '(export "c" (type (sub resource)))')}
      ${use('d', 'c', 'use')})`
    const allow = ['t:t/a#f', 't:t/b', 't:t/c', 't:t/d']
    const { denied, imports } = await restrictComponent(await parseWat(text), { allow })
    expect(denied).toEqual([{ import: 't:t/a@1.0.0', name: 'g', how: 'trap' }])
    expect(imports.map(({ name, functions }) => [name, functions.map((each) => each.name)])).toEqual([
      ['t:t/a@1.0.0', ['f']],
      ['t:t/b@1.0.0', ['make']],
      ['t:t/c@1.0.0', ['use']],
      ['t:t/d@1.0.0', ['use']],
    ])
  })

  test('names each version on its own', async () => {
    const component = await parseWat(`(component
      (import "t:t/i@1.0.0" (instance $a (export "f" (func (result u32))) (export "g" (func (result u32)))))
      (import "t:t/i@1.2.0" (instance $b (export "f" (func (result u32))) (export "g" (func (result u32)))))
      (import "t:t/i@2.0.0" (instance $c (export "f" (func (result (result))))))
      (export "a" (instance $a)) (export "b" (instance $b)) (export "c" (instance $c)))`)
    const all = await restrictComponent(component, { allow: [] })
    expect(all.imports).toEqual([])
    expect(all.denied).toMatchObject([
      { how: 'trap' },
      { how: 'trap' },
      { how: 'trap' },
      { how: 'trap' },
      { how: 'error' },
    ])
    const some = await restrictComponent(component, { allow: ['t:t/i@1.0.0', 't:t/i@2.0.0#f'] })
    expect(some.imports.map(({ name }) => name)).toEqual(['t:t/i@1.0.0', 't:t/i@2.0.0'])
    await expect(
      restrictComponent(component, { allow: ['t:t/i@1.0.0#f', 't:t/i@1.2.0#g'] }),
    ).rejects.toMatchObject({ code: 'restrict-refused', item: 't:t/i@1.0.0' })
  })
})

test('what nothing is denied of stays as it is', async () => {
  const component = await parseWat(files)
  expect(await restrictComponent(component, { allow: ['t:*'] })).toMatchObject({ component, denied: [] })
})
