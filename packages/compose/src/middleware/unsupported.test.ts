import type { ComponentTypeDefinition, TypeRef } from '@wasm-airlock/wac'
import { inspectComponent } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { interfaceOf, interfaceOfText, testInterface } from '../testing/middleware.ts'
import { buildChain, type MiddlewareInterface } from './build-chain.ts'
import { buildChoice } from './build-choice.ts'

const chain = (source: MiddlewareInterface) => buildChain(source, 2)
const choice = (source: MiddlewareInterface) => buildChoice(source, ['a', 'b'], 'v')

/** An interface of a table that no component has; the types come first, the functions `f: func(x: T) -> T` last. */
function tableOf(definitions: readonly object[], ...functionTypes: readonly TypeRef[]): MiddlewareInterface {
  const functions = functionTypes.map((type) => ({
    kind: 'function',
    name: 'f',
    role: 'freestanding',
    resource: null,
    async: false,
    params: [{ name: 'x', type }],
    result: type,
  }))
  const types = [...definitions, ...functions] as ComponentTypeDefinition[]
  const exports = functions.map((_, index) => ({ name: `f${index}`, type: definitions.length + index }))
  types.push({ kind: 'interface', name: testInterface, version: '1.0.0', exports })
  return { name: testInterface, types, type: types.length - 1 }
}

describe('a chain', () => {
  test('names every function that cannot be in it, and why', async () => {
    const source = await interfaceOf(`
      type text = string; record a { x: u8 } record b { y: u8 }
      fine: func(x: text) -> string;
      also: func(x: list<a>) -> result<list<a>, b>;
      empty: func() -> string; silent: func(x: string); other: func(x: u8) -> s8;
      fields: func(x: a) -> b; twice: func(x: string) -> result<result<string>>; wrong: func(x: u8) -> result<_, u8>;`)
    const returns = 'returns neither the type of its first parameter, `x`, nor a `result` of it.'
    const error = await chain(source).catch((thrown) => thrown)
    expect(error).toMatchObject({
      code: 'middleware-unsupported',
      item: `${testInterface}#empty`,
      message: expect.stringMatching(/#empty`: it has no parameter .* \(5 more/),
      details: {
        unsupported: [
          { item: `${testInterface}#empty`, reason: 'has no parameter that could be handed on.' },
          { item: `${testInterface}#silent`, reason: 'has no result that could be handed on.' },
          ...['other', 'fields', 'twice', 'wrong'].map((name) => ({
            item: `${testInterface}#${name}`,
            reason: returns,
          })),
        ],
      },
    })
    await expect(choice(source)).resolves.toBeInstanceOf(Uint8Array)
  })
})

describe.each([
  ['a chain', chain],
  ['a choice', choice],
])('%s', (_, build) => {
  const refused = (item: string, reason: string) => ({
    code: 'middleware-unsupported',
    item: item === '' ? testInterface : `${testInterface}#${item}`,
    message: expect.stringContaining(reason),
  })

  test.each([
    ['resource r { m: func(); } f: func(x: u8) -> u8;', 'r', 'is a resource'],
    ['f: func(x: stream<u8>) -> stream<u8>;', 'f', 'a stream'],
    ['f: func(x: list<option<future>>) -> u8;', 'f', 'a future'],
    ['f: async func(x: u8) -> u8;', 'f', 'is async'],
    ['type t = u8;', '', 'has no functions'],
    ['type s = stream<u8>; f: func(x: u8) -> u8;', 's', 'a stream'],
  ])('refuses %s', async (body, item, reason) => {
    await expect(build(await interfaceOf(body))).rejects.toMatchObject(refused(item, reason))
  })

  test('refuses handles of resources that it uses, and what WIT would not give', async () => {
    const used = await interfaceOf('use b.{r}; f: func(x: borrow<r>) -> u8;', 'interface b { resource r; }')
    await expect(build(used)).rejects.toMatchObject(refused('r', 'is a resource'))
    const context = await interfaceOfText(
      '(export "f" (func (param "x" error-context) (result error-context)))',
    )
    await expect(build(context)).rejects.toMatchObject(refused('f', '`error-context`'))
    const inner = await interfaceOfText(
      '(export "i" (instance)) (export "f" (func (param "x" u8) (result u8)))',
    )
    await expect(build(inner)).rejects.toMatchObject(refused('i', 'interface'))
  })

  test('takes lists of a fixed length, and maps', async () => {
    const source = await interfaceOfText(`
      (type $l (list u8 3)) (type $m (map string u32))
      (export "f" (func (param "x" $l) (result $l))) (export "g" (func (param "x" $m) (result $m)))`)
    expect(await inspectComponent(await build(source))).toMatchObject({ invalid: null })
  })

  const tuple = (...items: TypeRef[]) => ({ kind: 'tuple', name: null, owner: null, items })

  test('refuses types that are too deep, too many or too large, and only those', async () => {
    const nested = Array.from({ length: 60 }, (_, index) => tuple(index === 0 ? 'u8' : index - 1))
    await expect(build(tableOf(nested, 59))).rejects.toMatchObject(refused('f0', 'nested deeper than 50'))
    await expect(build(tableOf(nested, 59, 40, 55, 49))).rejects.toMatchObject({
      details: { unsupported: [{ item: `${testInterface}#f0` }, { item: `${testInterface}#f2` }] },
    })
    await expect(build(tableOf(nested, 49))).resolves.toBeInstanceOf(Uint8Array)
    const shared = Array.from({ length: 50 }, (_, at) => (at === 0 ? tuple('u8') : tuple(at - 1, at - 1)))
    await expect(build(tableOf(shared, 45))).rejects.toMatchObject(refused('f0', 'more than 1048576 bytes'))
    await expect(build(tableOf(shared, 20))).resolves.toBeInstanceOf(Uint8Array)
    const many = Array.from({ length: 5000 }, () => tuple('u8'))
    const all = tuple(...many.keys())
    await expect(build(tableOf([...many, all], 5000))).rejects.toMatchObject(
      refused('f0', 'more than 4000 types'),
    )
    const cases = shared.map((_, at) => ({
      kind: 'result',
      name: null,
      owner: null,
      ok: at === 0 ? 'u8' : at - 1,
      error: at === 0 ? 'f64' : at - 1,
    }))
    await expect(build(tableOf(cases, 14))).resolves.toBeInstanceOf(Uint8Array)
    await expect(build(tableOf(cases, 40))).resolves.toBeInstanceOf(Uint8Array)
    const functions = new Array<TypeRef>(10_001).fill('u8')
    await expect(build(tableOf([], ...functions))).rejects.toMatchObject(refused('', 'too many functions'))
  })

  const hostile = [
    '',
    'A b',
    'x")) (import "wasi:cli/run',
    'a_b',
    '%a',
    'a\n',
    'ä',
    '-a',
    'a--b',
    'x'.repeat(2000),
  ]

  test.each(hostile)('refuses the name %j wherever it stands', async (name) => {
    const { types, type } = tableOf([], 'u8')
    const named = (kind: string, parts: object) => ({ kind, name: 't', owner: testInterface, ...parts })
    const field = { name, type: 'u8' }
    const tables = [
      tableOf([named('record', { fields: [field] })], 0),
      tableOf([named('variant', { cases: [{ name: 'a', type: null }, field] })], 0),
      tableOf([named('enum', { cases: [name] })], 0),
      tableOf([named('flags', { flags: ['a', name] })], 0),
      { name, types, type },
    ]
    for (const source of tables)
      await expect(build(source)).rejects.toMatchObject({ code: 'middleware-unsupported' })
    const [func, it] = types
    const renamed = [
      [{ ...func, params: [{ name, type: 'u8' }] }, it],
      [func, { ...it, exports: [{ name, type: 0 }] }],
      [
        func,
        {
          ...it,
          exports: [
            { name: 'f', type: 0 },
            { name, type: 'u8' },
          ],
        },
      ],
    ] as ComponentTypeDefinition[][]
    for (const list of renamed)
      await expect(build({ name: testInterface, types: list, type })).rejects.toMatchObject({
        code: 'middleware-unsupported',
        message: expect.stringContaining('WIT does not allow'),
      })
  })

  test('refuses types that have no name, or one of an interface that there cannot be', async () => {
    const record = (owner: string | null) => ({
      kind: 'record',
      name: 'r',
      owner,
      fields: [{ name: 'a', type: 'u8' }],
    })
    for (const owner of [null, testInterface, 'x', 'a:b/c"', 'a:b/%c'])
      await expect(build(tableOf([record(owner)], 0))).rejects.toMatchObject(refused('', 'needs a record'))
    const circle = [record('a:b/c'), record('a:b/d'), record('a:b/c')].map((type, at) =>
      at === 0 ? type : { ...type, name: `r${at}`, fields: [{ name: 'a', type: at - 1 }] },
    )
    await expect(build(tableOf(circle, 2))).rejects.toMatchObject(refused('', 'need each other'))
  })
})

test.each([
  ['a chain', (source: MiddlewareInterface) => buildChain(source, 100)],
  [
    'a choice',
    (source: MiddlewareInterface) =>
      buildChoice(
        source,
        Array.from({ length: 100 }, (_, i) => `a${i}`),
        'v',
      ),
  ],
])('%s of a hundred does not say long names a hundred times', async (_, build) => {
  const cases = Array.from({ length: 1000 }, (_, index) => `c${index}-${'a'.repeat(900)}`)
  const source = tableOf([{ kind: 'enum', name: 'e', owner: null, cases }], 0)
  await expect(build(source)).rejects.toMatchObject({
    code: 'middleware-unsupported',
    message: expect.stringContaining('too long names for 100 components'),
  })
})
