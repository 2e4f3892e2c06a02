import { expect, it } from 'vitest'
import { encodeWit, inspectComponent, parseWat, type TypeRef } from './index.ts'

it('resolves every type of an interface, and of those that use it', async () => {
  const { types, imports, invalid } = await inspectComponent(
    await parseWat(`(component
      (import "test:dep/shapes@1.2.0" (instance $shapes
        (export "canvas" (type $canvas (sub resource)))
        (type $r (record (field "x" u32) (field "y" u32)))
        (export "point" (type $point (eq $r)))
        (type $u u32) (export "id" (type $id (eq $u)))
        (type $points (list $point)) (type $borrow (borrow $canvas)) (type $own (own $canvas))
        (type $result (result $points (error string)))
        (export "[constructor]canvas" (func (result $own)))
        (export "[method]canvas.draw" (func (param "self" $borrow) (param "at" $id) (result $result)))
        (export "[static]canvas.open" (func async (result $own)))))
      (alias export $shapes "point" (type $outer-point))
      (alias export $shapes "canvas" (type $outer-canvas))
      (import "test:dep/user" (instance
        (export "spot" (type $spot (eq $outer-point)))
        (export "canvas" (type $mine (eq $outer-canvas)))
        (type $own (own $mine))
        (export "f" (func (param "spot" $spot) (param "on" $own))))))`),
  )
  expect(invalid).toBeNull()
  const owner = 'test:dep/shapes@1.2.0'
  const user = 'test:dep/user'
  expect(imports.map(({ name, type }) => [name, type])).toEqual([
    [owner, 0],
    [user, 11],
  ])
  expect(types).toEqual([
    {
      kind: 'interface',
      name: owner,
      version: '1.2.0',
      exports: [
        { name: 'canvas', type: 1 },
        { name: 'point', type: 2 },
        { name: 'id', type: 3 },
        { name: '[constructor]canvas', type: 4 },
        { name: '[method]canvas.draw', type: 5 },
        { name: '[static]canvas.open', type: 6 },
      ],
    },
    { kind: 'resource', name: 'canvas', owner, alias: null, functions: [4, 5, 6] },
    {
      kind: 'record',
      name: 'point',
      owner,
      fields: [
        { name: 'x', type: 'u32' },
        { name: 'y', type: 'u32' },
      ],
    },
    { kind: 'alias', name: 'id', owner, type: 'u32' },
    {
      kind: 'function',
      name: 'canvas',
      role: 'constructor',
      resource: 1,
      async: false,
      params: [],
      result: 7,
    },
    {
      kind: 'function',
      name: 'draw',
      role: 'method',
      resource: 1,
      async: false,
      params: [
        { name: 'self', type: 8 },
        { name: 'at', type: 3 },
      ],
      result: 9,
    },
    { kind: 'function', name: 'open', role: 'static', resource: 1, async: true, params: [], result: 7 },
    { kind: 'own', name: null, owner: null, resource: 1 },
    { kind: 'borrow', name: null, owner: null, resource: 1 },
    { kind: 'result', name: null, owner: null, ok: 10, error: 'string' },
    { kind: 'list', name: null, owner: null, element: 2, length: null },
    {
      kind: 'interface',
      name: user,
      version: null,
      exports: [
        { name: 'spot', type: 12 },
        { name: 'canvas', type: 13 },
        { name: 'f', type: 14 },
      ],
    },
    { kind: 'alias', name: 'spot', owner: user, type: 2 },
    { kind: 'resource', name: 'canvas', owner: user, alias: 1, functions: [] },
    {
      kind: 'function',
      name: 'f',
      role: 'freestanding',
      resource: null,
      async: false,
      params: [
        { name: 'spot', type: 12 },
        { name: 'on', type: 15 },
      ],
      result: null,
    },
    { kind: 'own', name: null, owner: null, resource: 13 },
  ])
})

it.each([
  [
    'variant',
    'variant t { a, b(u8) }',
    {
      cases: [
        { name: 'a', type: null },
        { name: 'b', type: 'u8' },
      ],
    },
  ],
  ['enum', 'enum t { a, b }', { cases: ['a', 'b'] }],
  ['flags', 'flags t { a, b }', { flags: ['a', 'b'] }],
  ['tuple', 'type t = tuple<u8, char>;', { items: ['u8', 'char'] }],
  ['list', 'type t = list<string>;', { element: 'string', length: null }],
  ['list', 'type t = list<s16, 4>;', { element: 's16', length: 4 }],
  ['map', 'type t = map<string, f64>;', { key: 'string', value: 'f64' }],
  ['option', 'type t = option<bool>;', { payload: 'bool' }],
  ['result', 'type t = result<_, s64>;', { ok: null, error: 's64' }],
  ['stream', 'type t = stream<u8>;', { payload: 'u8' }],
  ['future', 'type t = future;', { payload: null }],
])('knows a %s: %s', async (kind, text, rest) => {
  const wit = await encodeWit({ 'a.wit': `package a:b@0.1.0; interface i { ${text} f: func() -> t; }` })
  const { types, exports } = await inspectComponent(wit)
  const follow = (type: TypeRef | null | undefined) => (typeof type === 'number' ? types[type] : undefined)
  const outer = follow(exports[0]?.type)
  if (outer?.kind !== 'component') throw new Error('the interface is encoded inside of a component type')
  const instance = follow(outer.exports[0]?.type)
  if (instance?.kind !== 'interface') throw new Error('there is no interface')
  expect(instance).toMatchObject({ name: 'a:b/i@0.1.0', version: '0.1.0' })
  expect(follow(instance.exports[0]?.type)).toEqual({ kind, name: 't', owner: 'a:b/i@0.1.0', ...rest })
})

it('describes what is no interface', async () => {
  const { types, imports, exports } = await inspectComponent(
    await parseWat(`(component
      (import "m" (core module (import "a" "b" (func)) (export "mem" (memory 1))))
      (import "c" (component (import "x" (func)) (export "y" (func (result u8)))))
      (import "plain" (instance $plain (export "inner" (instance (export "f" (func))))))
      (import "r" (type $r (sub resource)))
      (import "[method]r.go" (func (param "self" (borrow $r))))
      (export "again" (instance $plain)))`),
  )
  const type = (name: string) => {
    const found = [...imports, ...exports].find((item) => item.name === name)?.type
    return typeof found === 'number' ? types[found] : undefined
  }
  expect(type('m')).toEqual({
    kind: 'module',
    imports: [{ module: 'a', name: 'b', kind: 'function' }],
    exports: [{ name: 'mem', kind: 'memory' }],
  })
  expect(type('c')).toMatchObject({
    kind: 'component',
    imports: [{ name: 'x', type: expect.any(Number) }],
    exports: [{ name: 'y', type: expect.any(Number) }],
  })
  expect(type('plain')).toMatchObject({ kind: 'interface', name: 'plain', exports: [{ name: 'inner' }] })
  expect(type('again')).toMatchObject({ kind: 'interface', name: 'again' })
  const resource = type('r')
  expect(resource).toMatchObject({ kind: 'resource', name: 'r', owner: null })
  expect(resource?.kind === 'resource' && types[resource.functions[0] ?? -1]).toMatchObject({
    name: 'go',
    role: 'method',
  })
})

it('does not explode', async () => {
  const nested = Array.from(
    { length: 15 },
    (_, n) =>
      `(type $i${n + 1} (instance (export "a" (instance (type $i${n}))) (export "b" (instance (type $i${n})))))`,
  )
  const instances = await inspectComponent(
    await parseWat(`(component (type $i0 (instance (export "f" (func)))) ${nested.join('')}
      (import "x" (instance (type $i15))))`),
  )
  expect(instances.types.length).toBeLessThan(100)
  const many = Array.from({ length: 600 }, (_, n) => `(import "test:a/i${n}" (instance (type $i)))`)
  const functions = Array.from({ length: 100 }, (_, n) => `(export "f${n}" (func))`)
  const over = await inspectComponent(
    await parseWat(`(component (type $i (instance ${functions.join('')})) ${many.join('')})`),
  )
  expect(over).toMatchObject({ exceeded: { what: 'functions', limit: 20_000 }, types: [] })
})
