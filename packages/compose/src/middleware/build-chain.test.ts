import { composeDocument, decodeWit, inspectComponent } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { runComponent } from '../../../../tools/wasm/run-component.ts'
import {
  appendingLink,
  type Functions,
  interfaceOf,
  runMiddleware,
  testInterface,
} from '../testing/middleware.ts'
import { buildChain } from './build-chain.ts'

const numbered = (count: number, make: (index: number) => Functions) =>
  Array.from({ length: count }, (_, index) => make(index))

test('components are called in order, and `after` in reverse', async () => {
  const names = ['before', 'after', 'after-all', 'afterwards', 'x']
  const source = await interfaceOf(names.map((name) => `${name}: func(text: string) -> string;`).join(' '))
  const middleware = await buildChain(source, 3)
  const composed = await composeDocument(
    `package test:composed;
    let a = new test:a { ... };
    let b = new test:b { ... };
    let c = new test:c { ... };
    let chain = new test:chain {
      link0: a["${testInterface}"], link1: b["${testInterface}"], link2: c["${testInterface}"], ...
    };
    export chain["${testInterface}"];`,
    {
      packages: {
        'test:a': await appendingLink('<a>', ...names),
        'test:b': await appendingLink('<b>', ...names),
        'test:c': await appendingLink('<c>', ...names),
        'test:chain': middleware,
      },
    },
  )
  const inspection = await inspectComponent(composed)
  expect(inspection).toMatchObject({ invalid: null, imports: [], exports: [{ name: testInterface }] })
  const { [testInterface]: it } = await runComponent(composed)
  expect(it.before('hé')).toBe('hé<a><b><c>')
  expect(it.afterwards('')).toBe('<a><b><c>')
  expect(it.x('x')).toBe('x<a><b><c>')
  expect(it.after('hé')).toBe('hé<c><b><a>')
  expect(it.afterAll('')).toBe('<c><b><a>')
})

test('one link, and a hundred', async () => {
  const source = await interfaceOf('f: func(x: u32) -> u32;')
  for (const count of [1, 100]) {
    const it = await runMiddleware(
      await buildChain(source, count),
      numbered(count, () => ({ f: (x) => x + 1 })),
    )
    expect(it.f?.(7)).toBe(7 + count)
  }
  for (const count of [0, 101, 1.5, Number.NaN])
    await expect(buildChain(source, count)).rejects.toMatchObject({ code: 'usage-invalid' })
})

test('the first error ends it', async () => {
  const source = await interfaceOf(`
    variant failure { bad(string), worse(u64) }
    few: func(x: u8) -> result<u8, failure>;
    after-many: func(x: tuple<string, f64>, n: u64) -> result<tuple<string, f64>, u8>;
    spilled: func(x: tuple<string, string, string, string, string, string, string, string, u8>) -> result<tuple<string, string, string, string, string, string, string, string, u8>>;`)
  const middleware = await buildChain(source, 3)
  const calls: string[] = []
  const fail = (payload: unknown) => {
    throw Object.assign(new Error('an error of WIT'), { payload })
  }
  const it = await runMiddleware(
    middleware,
    numbered(3, (link) => ({
      few: (x) => {
        calls.push(`few ${link}`)
        return x === link ? fail({ tag: 'bad', val: `at ${link}` }) : x
      },
      afterMany: ([text, x], n) => {
        calls.push(`many ${link} ${n}`)
        return x === link ? fail(link) : [`${text}${link}`, x]
      },
      spilled: (texts: readonly unknown[]) => {
        calls.push(`spilled ${link}`)
        if (texts.at(-1) === link) return fail(undefined)
        return texts.map((text, index) => (index === 3 ? `${text}${link}` : text))
      },
    })),
  )
  const called = (run: () => unknown) => {
    calls.length = 0
    try {
      return [run(), ...calls]
    } catch (error) {
      return [error instanceof Error && 'payload' in error ? error.payload : error, ...calls]
    }
  }
  expect(called(() => it.few?.(9))).toEqual([9, 'few 0', 'few 1', 'few 2'])
  expect(called(() => it.few?.(1))).toEqual([{ tag: 'bad', val: 'at 1' }, 'few 0', 'few 1'])
  expect(called(() => it.few?.(2))).toEqual([{ tag: 'bad', val: 'at 2' }, 'few 0', 'few 1', 'few 2'])
  expect(called(() => it.afterMany?.(['a', 0.5], 3n))).toEqual([
    ['a210', 0.5],
    'many 2 3',
    'many 1 3',
    'many 0 3',
  ])
  expect(called(() => it.afterMany?.(['a', 1], 3n))).toEqual([1, 'many 2 3', 'many 1 3'])
  const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  expect(called(() => it.spilled?.([...texts, 9]))[0]).toEqual(['a', 'b', 'c', 'd012', 'e', 'f', 'g', 'h', 9])
  expect(called(() => it.spilled?.([...texts, 1]))).toEqual([undefined, 'spilled 0', 'spilled 1'])
})

test('further parameters reach each link, in memory or not', async () => {
  const more = 'a: list<u16>, b: option<string>, c: f32, d: s64'
  const many = `${more}, e: string, f: string, g: string, h: string, i: tuple<u8, u64>`
  const source = await interfaceOf(
    `few: func(x: s8, ${more}) -> s8; many: func(x: s8, ${many}) -> s8; wide: func(x: u64, ${many}) -> u64;
    float: func(x: f32, ${many}) -> f32; text: func(x: string, ${many}) -> string;`,
  )
  const seen: unknown[][] = []
  const record = (x: unknown, ...others: unknown[]) => {
    seen.push(others)
    return typeof x === 'string' ? `${x}!` : typeof x === 'bigint' ? x - 1n : (x as number) - 1
  }
  const link = { few: record, many: record, wide: record, float: record, text: record }
  const it = await runMiddleware(await buildChain(source, 3), [link, link, link])
  const four = [new Uint16Array([1, 65_535]), 'ü', 1.5, -(2n ** 63n)]
  const all = [...four, '', 'f', 'g', 'h', [255, 2n ** 64n - 1n]]
  expect(it.few?.(-126, ...four)).toBe(127)
  expect(it.many?.(-2, ...all)).toBe(-5)
  expect(it.wide?.(0n, ...all)).toBe(2n ** 64n - 3n)
  expect(it.float?.(0.5, ...all)).toBe(-2.5)
  expect(it.text?.('', ...all)).toBe('!!!')
  expect(seen).toEqual([four, four, four, ...Array.from({ length: 12 }, () => all)])
})

test('large texts, empty ones, and a thousand calls in the memory of one', async () => {
  const memories = new Set<WebAssembly.Memory>()
  const { Instance } = WebAssembly
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports)
      for (const item of Object.values(this.exports))
        if (item instanceof WebAssembly.Memory) memories.add(item)
    }
  }
  try {
    const source = await interfaceOf(
      'f: func(x: string) -> string; g: func(x: list<string>) -> list<string>;',
    )
    const link = { f: (x: string) => x, g: (x: string[]) => x }
    const it = await runMiddleware(await buildChain(source, 3), [link, link, link])
    const bytes = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
    const large = 'ä'.repeat(500_000)
    expect(it.f?.(large) === large).toBe(true)
    const after = bytes()
    expect(after).toBeLessThan(10_000_000)
    for (let call = 0; call < 1000; call++) it.g?.(['x'.repeat(10_000), '', 'y'])
    expect(it.f?.(large) === large).toBe(true)
    expect(bytes()).toBe(after)
    expect(it.f?.('')).toBe('')
    expect(it.g?.([])).toEqual([])
  } finally {
    WebAssembly.Instance = Instance
  }
})

test('types of other interfaces, and their parts, which the interface has no names for', async () => {
  const beside = `
    interface leaves { enum leaf { oak, elm } record unused { a: u8 } }
    interface base { use leaves.{leaf}; record inner { n: u8, l: leaf } record outer { i: inner, l: leaf, s: string } }`
  const source = await interfaceOf(
    `use base.{outer}; type same = outer; type text = string; type words = list<text>; record mine { o: outer, w: words }
    f: func(x: outer) -> same; g: func(x: list<mine>, y: text) -> list<mine>; h: func(x: text) -> string;`,
    beside,
  )
  const middleware = await buildChain(source, 2)
  const { imports, exports } = await inspectComponent(middleware)
  expect(imports.map(({ name }) => name)).toEqual([
    'test:it/leaves@1.0.0',
    'test:it/base@1.0.0',
    'link0',
    'link1',
  ])
  expect(exports.map(({ name }) => name)).toEqual([testInterface])
  expect(Object.keys(await decodeWit(middleware)).length).toBeGreaterThan(0)
  const link = {
    f: (x: object) => x,
    g: (x: object, y: string) => (y === 'y' ? x : []),
    h: (x: string) => `${x}h`,
  }
  const it = await runMiddleware(middleware, [link, link])
  const outer = { i: { n: 7, l: 'elm' }, l: 'oak', s: 'text' }
  expect(it.f?.(outer)).toEqual(outer)
  expect(it.g?.([{ o: outer, w: ['a', ''] }], 'y')).toEqual([{ o: outer, w: ['a', ''] }])
  expect(it.h?.('')).toBe('hh')
})
