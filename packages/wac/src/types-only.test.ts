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

it('says of an interface with another name of a resource that it holds more', async () => {
  const { imports } = await inspectComponent(
    await parseWat(`(component
      (import "a:b/r@1.0.0" (instance $r (export "r" (type (sub resource)))))
      (alias export $r "r" (type $s))
      (import "a:b/c@1.0.0" (instance (alias outer 1 $s (type $o)) (export "s" (type (eq $o))))))`),
  )
  expect(imports.map(({ typesOnly }) => typesOnly)).toEqual([undefined, undefined])
})

it('tells a type of values from a resource', async () => {
  const { imports } = await inspectComponent(
    await parseWat(`(component
      (import "r" (type $r (sub resource)))
      (import "s" (type (eq $r)))
      (type $e' (enum "x")) (import "e" (type (eq $e'))))`),
  )
  expect(imports.map(({ kind, typesOnly }) => [kind, typesOnly])).toEqual([
    ['type', undefined],
    ['type', undefined],
    ['type', true],
  ])
})

it('says nothing of the kind of what is no interface', async () => {
  const { imports } = await inspectComponent(await parseWat('(component (import "f" (func)))'))
  expect(imports[0]).not.toHaveProperty('typesOnly')
})
