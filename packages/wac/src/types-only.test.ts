import { expect, it } from 'vitest'
import { inspectComponent, parseWat } from './index.ts'

async function inspectInterface(content: string) {
  const { imports } = await inspectComponent(await parseWat(`(component (import "a:b/c@1.0.0" ${content}))`))
  return imports[0]
}

const record = '(type $r (record (field "x" u32))) (export "r" (type $named (eq $r)))'

it.each([
  ['nothing', '(instance)'],
  ['a record', `(instance ${record})`],
  ['another name of a number', '(instance (type $n u32) (export "n" (type (eq $n))))'],
])('says of an interface of %s that it holds nothing but types', async (_, content) => {
  expect(await inspectInterface(content)).toMatchObject({ functions: [], typesOnly: true })
})

it.each([
  ['a function', `(instance ${record} (export "f" (func)))`],
  ['the type of a function', '(instance (type $f (func)) (export "f" (type (eq $f))))'],
  ['a resource', `(instance ${record} (export "s" (type (sub resource))))`],
  ['an instance', `(instance ${record} (export "i" (instance)))`],
  ['a component', '(instance (export "c" (component)))'],
  ['a core module', '(instance (export "m" (core module)))'],
  ['a value', '(instance (export "v" (value string)))'],
])('says nothing of the kind of one with %s', async (_, content) => {
  const item = await inspectInterface(content)
  expect(item).toMatchObject({ kind: 'interface' })
  expect(item).not.toHaveProperty('typesOnly')
})

it('says nothing of the kind of what is no interface', async () => {
  const { imports } = await inspectComponent(await parseWat('(component (import "f" (func)))'))
  expect(imports[0]).not.toHaveProperty('typesOnly')
})
