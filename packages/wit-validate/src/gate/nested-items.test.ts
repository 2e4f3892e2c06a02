import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { validateComponent } from '../validate.ts'
import { checkGate } from './check-gate.ts'

test.each([
  ['an instance', '(export "inner" (instance (export "g" (func))))'],
  ['an instance', '(export "inner" (instance))'],
  ['a component', '(export "inner" (component (import "g" (func))))'],
])('an imported instance that holds %s is refused, whatever the policy', async (what, inner) => {
  const component = await parseWat(`(component (import "a:b/c" (instance (export "f" (func)) ${inner})))`)
  const reason = `the import a:b/c holds ${what}, inner, which no interface of WIT can`
  expect(await checkGate(component)).toMatchObject([{ code: 'component-malformed', args: { reason } }])
  const policy = { allow: ['a:b/c#f'], deny: ['a:b/c#g'] }
  expect(await validateComponent(component, { policy })).toMatchObject({ ok: false })
  expect(await validateComponent(component, { policy: { allow: ['*'] } })).toMatchObject({ ok: false })
})

test('so is a core module', async () => {
  const component = await parseWat(`(component
    (core module $m) (instance $i (export "m" (core module $m))) (export "a:b/c" (instance $i)))`)
  expect(await checkGate(component)).toMatchObject([
    { args: { reason: 'the export a:b/c holds a core module, m, which no interface of WIT can' } },
  ])
})

test('so is one that is exported', async () => {
  const component = await parseWat(`(component
    (instance $i) (instance $o (export "i" (instance $i))) (export "a:b/c" (instance $o)))`)
  expect(await checkGate(component)).toMatchObject([
    { args: { reason: 'the export a:b/c holds an instance, i, which no interface of WIT can' } },
  ])
})

test('instances inside of the component may hold whatever they like', async () => {
  const component = await parseWat('(component (instance $i) (instance (export "i" (instance $i))))')
  expect(await checkGate(component)).toEqual([])
})
