import { expect, it } from 'vitest'
import { composeDocument, decodeWit, encodeWit, inspectComponent, parseWat, printWit } from './index.ts'

const functionType = 'package a:b;\ninterface i { type t = func(); }\n'

it.each([
  [
    'an interface with the type of a function',
    () => composeDocument(functionType),
    't is the type of functions, which WIT has no types for',
  ],
  [
    'an import of the type of a function',
    () => parseWat('(component (type $f (func)) (import "f" (type (eq $f))))'),
    'f is the type of functions, which WIT has no types for',
  ],
  [
    'a function under an address',
    () => parseWat('(component (import "url=<https://a.example>" (func)))'),
    'the function url=<https://a.example> has a name that WIT cannot say',
  ],
  [
    'a function under the name of an interface',
    () => parseWat('(component (import "a:b/c" (func)))'),
    'the function a:b/c has a name that WIT cannot say',
  ],
])('%s is a component without WIT', async (_, make, message) => {
  const bytes = await make()
  expect(await inspectComponent(bytes)).toMatchObject({ kind: 'component', invalid: null })
  for (const read of [printWit, decodeWit]) {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'component-malformed',
      message: `the input is not a usable component: ${message}`,
    })
  }
})

it.each([
  ['an interface', 'package a:b; interface i { type t = u8; f: func(); }', {}],
  ['a world', 'package a:b@1.0.0; world w { import f: func(); export g: interface { resource r; } }', {}],
  ['several', 'package a:b; interface i { resource r; } world v { include w; } world w { use i.{r}; }', {}],
  ['with others', 'package a:b; world w { import c:d/i@0.2.0; }', { c: 'package c:d@0.2.0; interface i {}' }],
])('%s of a WIT package', async (_, main, deps: Record<string, string>) => {
  const files = Object.fromEntries(Object.entries(deps).map(([name, text]) => [`deps/${name}.wit`, text]))
  const bytes = await encodeWit({ 'main.wit': main, ...files })
  expect(await inspectComponent(bytes)).toMatchObject({ kind: 'wit-package', invalid: null })
})

it('a WIT package in the older form', async () => {
  const bytes = await parseWat(`(component
    (type (component
      (type (instance (type (func)) (export "f" (func (type 0)))))
      (export "a:b/i" (instance (type 0)))))
    (export "a:b/wit" (type 0)))`)
  expect(await inspectComponent(bytes)).toMatchObject({ kind: 'wit-package', invalid: null })
  expect(await printWit(bytes)).toContain('interface i')
})

it.each([
  ['types that are no components', '(type $t u8) (export "t" (type $t))'],
  ['a component type with nothing in it', '(type $t (component)) (export "t" (type $t))'],
  ['a core module', '(core module $m) (export "m" (core module $m))'],
])('%s are no WIT package', async (_, text) => {
  const bytes = await parseWat(`(component ${text})`)
  expect(await inspectComponent(bytes)).toMatchObject({ kind: 'component', invalid: null })
})

it.each([
  [
    '2 GiB',
    'AGFzbQ0AAQAHvum2uAcRAUICAUAAAHkEAARuZXh0AQAKFQEAEGRlbW86bWF0aC9udW1iZXIFAAYJAQEAAARuZXh0CwkBAANydW4BAAAAHQ5jb21wb25lbnQtbmFtZQEFAQEAAWYBBQUBAAFp',
  ],
  [
    '4 GiB',
    Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 7, 0xff, 0xff, 0xff, 0xff, 0x0f]).toString('base64'),
  ],
])('a section that claims %s is refused at once', async (_, base64) => {
  for (const read of [printWit, decodeWit]) {
    const started = performance.now()
    const error = await read(Uint8Array.from(Buffer.from(base64, 'base64'))).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'component-malformed' })
    expect(error.message).toContain('unexpected end')
    expect(performance.now() - started).toBeLessThan(1000)
  }
})
