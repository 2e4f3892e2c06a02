import { promptWit } from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { shapeOf } from './shape.ts'
import { printSignature, readWorld } from './world-model.ts'

const wit = {
  'w.wit': `package my:pkg@1.0.0;
interface tools {
  record point { x: u32, y: f64 }
  type points = list<point>;
  resource blob { read: func(n: u32) -> list<u8>; }
  up: func(s: string, p: option<point>) -> result<points, string>;
  t: func(a: tuple<u8, char>) -> list<string>;
}
interface other { go: func(); }
world app { import other; export tools; export run: func(a: string) -> u64; }
world library { import tools; }
`,
}

test('the only world that exports something is meant', async () => {
  const world = readWorld(await resolveWit(wit), undefined)
  expect(world.name).toBe('app')
  expect(world.imports).toEqual(['my:pkg/other@1.0.0'])
  expect(world.functions.map(printSignature)).toEqual(['run: func(a: string) -> u64'])
  expect(world.interfaces.map((each) => each.id)).toEqual(['my:pkg/tools@1.0.0'])
  const functions = world.interfaces[0]?.functions ?? []
  expect(functions.map((func) => `${func.kind} ${printSignature(func)}`).sort()).toEqual([
    'plain t: func(a: tuple<u8, char>) -> list<string>',
    'plain up: func(s: string, p: option<point>) -> result<points, string>',
    'resource [method]blob.read: func(self: borrow<blob>, n: u32) -> list<u8>',
  ])
})

test('what the glue checks follows the type, as far as the type can be checked from outside', async () => {
  const [tools] = readWorld(await resolveWit(wit), 'app').interfaces
  const shapes = tools?.functions.map((func) => [func.name, shapeOf(func.resultType)]) ?? []
  expect(Object.fromEntries(shapes)).toEqual({
    '[method]blob.read': ['bytes'],
    t: ['list', ['string']],
    up: ['list', null],
  })
})

test('a world that is not there, or that exports nothing, is an error with the names there are', async () => {
  const resolve = await resolveWit(wit)
  expect(() => readWorld(resolve, 'nope')).toThrow(
    expect.objectContaining({ code: 'world-unknown', details: { worlds: ['app', 'library'] } }),
  )
  expect(() => readWorld(resolve, 'library')).toThrow(expect.objectContaining({ code: 'world-unsupported' }))
  expect(readWorld(await resolveWit(promptWit), undefined).name).toBe('promptmodifier')
})

test('nested tuples that double with every level are read in one pass', async () => {
  const lines = Array.from({ length: 40 }, (_, level) => `type t${level + 1} = tuple<t${level}, t${level}>;`)
  const resolve = await resolveWit({
    'w.wit': `package a:b; interface i { type t0 = tuple<u8, u8>; ${lines.join('\n')} f: func() -> t12; } world w { export i; }`,
  })
  const [found] = readWorld(resolve, 'w').interfaces
  expect(found?.functions[0]?.result).toBe('t12')
  expect(JSON.stringify(shapeOf(found?.functions[0]?.resultType ?? null)).length).toBeLessThan(2_000)
})
