import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { outlineOf } from '../check/outline.ts'
import { readNames } from '../graph/read-names.ts'
import { calculator } from '../testing/calculators.ts'
import { composeInto, smallApp } from '../testing/composing.ts'
import { plugOf } from '../testing/fixtures.ts'

const c = 'a:b/c@1.0.0'
const d = 'a:b/d@1.0.0'

/** A component that imports interfaces of one function `f`, exports `run`, and holds core modules. */
function holding(modules: string, ...imports: readonly string[]): Promise<Uint8Array> {
  const lines = imports.map((name) => `(import "${name}" (instance (export "f" (func (param "x" u32)))))`)
  return parseWat(`(component ${lines.join(' ')} ${modules}
    (core module $m (func (export "f") (param i32)))
    (core instance $i (instantiate $m))
    (func $f (param "x" u32) (canon lift (core func $i "f")))
    (export "run" (func $f)))`)
}

function exporting(name: string, modules: string): Promise<Uint8Array> {
  return parseWat(`(component ${modules}
    (core module $m (func (export "f") (param i32)))
    (core instance $i (instantiate $m))
    (func $f (param "x" u32) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    (export "${name}" (instance $iface)))`)
}

describe('what is composed is valid', () => {
  test.each([
    ['elements', '(core module (func) (elem func 5))'],
    ['data', '(core module (memory 1) (data (i64.const 0) "a"))'],
    ['a start function', '(core module (func $f (param i32)) (start $f))'],
    ['exports', '(core module (func) (export "f" (func 5)))'],
  ])('a module of the application with %s that are not', async (_, module) => {
    const app = await smallApp(await holding(module, c))
    await expect(composeInto(app, { plug: await exporting(c, '') })).rejects.toMatchObject({
      code: 'component-malformed',
      message: expect.stringMatching(/web.* is not (a )?valid/),
    })
  })

  test('a module of what is put in', async () => {
    const app = await smallApp(await holding('', c))
    const plug = await exporting(c, '(core module (func) (elem func 5))')
    await expect(composeInto(app, { plug })).rejects.toMatchObject({
      code: 'component-malformed',
      message: expect.stringMatching(/^plug is not a valid component: .*unknown function 5/),
    })
  })

  test('what together holds more than is read of one component', async () => {
    const memories = '(core module (memory 1))'.repeat(60)
    const app = await smallApp(await holding('', c, d))
    const [one, two] = [await exporting(c, memories), await exporting(d, memories)]
    await expect(composeInto(app, { one, two })).rejects.toMatchObject({
      code: 'compose-failed',
      message: expect.stringMatching(/^component:one, component:two, app:web cannot be composed: .*memories/),
      hint: expect.stringContaining('Leave some of them out'),
    })
  })

  test('types alone, where their functions would be of other types', async () => {
    const types = 'a:b/types@1.0.0'
    const app = await parseWat(`(component
      (import "${types}" (instance $types (export "r" (type (sub resource)))))
      (alias export $types "r" (type $r))
      (import "${c}" (instance (alias outer 1 $r (type $o)) (export "r" (type $r (eq $o)))
        (export "f" (func (param "x" (own $r))))))
      (core module $m (func (export "run")))
      (core instance $i (instantiate $m))
      (func $run (canon lift (core func $i "run")))
      (export "run" (func $run)))`)
    const plug = await parseWat(`(component (type $r (resource (rep i32)))
      (instance $types (export "r" (type $r))) (export "${types}" (instance $types)))`)
    await expect(composeInto(await smallApp(app), { plug })).rejects.toMatchObject({
      code: 'compose-failed',
      message: expect.stringMatching(/^component:plug, app:web cannot be composed: .*resource types/s),
    })
  })

  test('what wac does not know and an inspection does', async () => {
    const memory64 = '(core module (memory i64 1))(core module (memory 1) (memory 1))'
    const app = await smallApp(await holding(memory64, c))
    const { components } = await composeInto(app, { plug: await exporting(c, memory64) })
    expect(components[0]?.openImports).toEqual([])
  })
})

test('an outline imports and exports the same, without the code', async () => {
  const component = await calculator(c, 'square')
  const { bytes } = outlineOf(component)
  expect(readNames(bytes)).toEqual({ imports: [], exports: [c] })
  expect(bytes).toEqual(outlineOf(await calculator(c, 'timesTen')).bytes)
  const text = new TextEncoder().encode('no component')
  expect(outlineOf(text).bytes).toBe(text)
})

test('the names of what is imported and exported, types included', async () => {
  const component = await parseWat(`(component
    (import "t" (type $t (sub resource)))
    (import "s" (type $s (eq $t)))
    (import "a:b/c@1.0.0" (instance $in (export "f" (func))))
    (import "g" (func $g))
    (core module $m)
    (export "m" (core module $m))
    (export "h" (func $g) (func))
    (export "x" (type $s))
    (component (import "inner" (func))))`)
  expect(readNames(component)).toEqual({ imports: ['t', 's', c, 'g'], exports: ['m', 'h', 'x'] })
  expect(readNames(component.subarray(0, -3))).toBeUndefined()
  expect(readNames(await plugOf('u32', c, d))).toEqual({ imports: [], exports: [c, d] })
})
