import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { createSandbox } from '../sandbox/sandbox.ts'
import { calls } from './wat.ts'

/** A component that imports an instance under a name, and calls a function of it. */
function importing(name: string): string {
  return `(component
    (import "${name}" (instance $host (export "exec" (func (result u32)))))
    (core func $exec (canon lower (func $host "exec")))
    (core module $m
      (import "host" "exec" (func $exec (result i32)))
      (func (export "run") (result i32) (call $exec)))
    (core instance $i (instantiate $m (with "host" (instance (export "exec" (func $exec))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`
}

describe('an import', () => {
  test.each([
    'fs',
    'process',
    'child-process',
    'node:fs/promises',
    'node:process/exec@1.0.0',
    'data:text/javascript',
  ])('named like a built-in module, %s, leads nowhere, whatever the policy', async (name) => {
    await expect(
      createSandbox(await parseWat(importing(name)), { policy: { allow: ['*'] } }),
    ).rejects.toMatchObject({ code: 'import-not-granted', item: name })
  })

  test.each([
    'https://example.com/x.js',
    './guest.mjs',
    'unlocked-dep=<node:fs>',
    'url=<https://example.com>',
  ])('that is no name of WIT, %s, is refused', async (name) => {
    const made = parseWat(importing(name)).then((bytes) => createSandbox(bytes, { policy: { allow: ['*'] } }))
    await expect(made).rejects.toMatchObject({
      code: expect.stringMatching(
        /^(validation-failed|document-invalid|component-malformed|import-not-granted)$/,
      ),
    })
  })
})

describe('a name in a core module', () => {
  test.each([
    '__proto__',
    'constructor',
    "x'];globalThis.pwned=1;['",
    'x`;globalThis.pwned=1;`',
    '*/globalThis.pwned=1/*',
    'a\nglobalThis.pwned=1//',
    'a\u2028b',
    '</script>',
    'x\\u0027',
  ])('%j is refused as an export and as an import', async (name) => {
    const text = [...new TextEncoder().encode(name)]
      .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
      .join('')
    const exporting = calls({ run: '(i32.const 1)' }, `(func (export "${text}"))`)
    const importer = `(component
      (core module $a (func (export "${text}")))
      (core instance $a (instantiate $a))
      (core module $m (import "host" "${text}" (func)) (func (export "run") (result i32) (i32.const 1)))
      (core instance $i (instantiate $m (with "host" (instance $a))))
      (func (export "run") (result u32) (canon lift (core func $i "run"))))`
    for (const wat of [exporting, importer]) {
      const made = createSandbox(await parseWat(wat))
      await expect(made).rejects.toMatchObject({
        code: 'validation-failed',
        details: { findings: expect.arrayContaining([expect.objectContaining({ code: 'name-unsafe' })]) },
      })
    }
  })
})

test('functions named like what objects inherit are functions and nothing else', async () => {
  const names = [
    'to-string',
    'value-of',
    'has-own-property',
    'to-json',
    'eval',
    'import',
    'this',
    'async',
    'yield',
  ]
  const wat = calls(Object.fromEntries(names.map((name, index) => [name, `(i32.const ${index})`])))
  await using sandbox = await createSandbox(await parseWat(wat))
  for (const [index, name] of names.entries()) expect(await sandbox.call(name, []), name).toBe(index)
  for (const name of ['toString', '__proto__', 'constructor', 'instantiate']) {
    await expect(sandbox.call(name, [])).rejects.toMatchObject({ code: 'function-unknown' })
  }
})

test.each(['aligned', 'within', 'slice-within', 'rep-of'])(
  'an export named like a check of the bindings, %s, takes the place of none',
  async (name) => {
    const component = await parseWat(`(component
      (core module $m
        (memory (export "mem") 1)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
        (func (export "f") (param i32 i32) (result i32)
          (i32.store (i32.const 0) (local.get 0))
          (i32.store (i32.const 4) (local.get 1))
          (i32.const 0)))
      (core instance $i (instantiate $m))
      (func (export "${name}") (param "a" (list u32)) (result (list u32))
        (canon lift (core func $i "f") (memory $i "mem") (realloc (func $i "realloc")))))`)
    await using sandbox = await createSandbox(component)
    expect(await sandbox.call(name, [[1, 2, 3]])).toEqual([1, 2, 3])
  },
)
