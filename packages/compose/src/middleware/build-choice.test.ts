import { composeDocument, inspectComponent } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { runComponent } from '../../../../tools/wasm/run-component.ts'
import { appendingLink, interfaceOf, runMiddleware, testInterface } from '../testing/middleware.ts'
import { buildChoice } from './build-choice.ts'

/** The host's variables; what is asked for is in `asked`. */
function variables(answer: () => string) {
  const asked: string[] = []
  const get = (name: string) => {
    asked.push(name)
    return answer()
  }
  return { asked, imports: { 'fermyon:spin/variables': { get } } }
}

test('each call goes to the component that the variable names at that moment', async () => {
  const source = await interfaceOf('f: func(text: string) -> string;')
  const middleware = await buildChoice(source, ['pirate', 'pirates', 'ä"\\'], 'which_one')
  const composed = await composeDocument(
    `package test:composed;
    let a = new test:a { ... };
    let b = new test:b { ... };
    let c = new test:c { ... };
    let choice = new test:choice {
      link0: a["${testInterface}"], link1: b["${testInterface}"], link2: c["${testInterface}"], ...
    };
    export choice["${testInterface}"];`,
    {
      packages: {
        'test:a': await appendingLink('<a>', 'f'),
        'test:b': await appendingLink('<b>', 'f'),
        'test:c': await appendingLink('<c>', 'f'),
        'test:choice': middleware,
      },
    },
  )
  const { invalid, imports } = await inspectComponent(composed)
  expect({ invalid, imports: imports.map(({ name }) => name) }).toEqual({
    invalid: null,
    imports: ['fermyon:spin/variables@2.0.0'],
  })
  let value = 'pirate'
  const host = variables(() => value)
  const { [testInterface]: it } = await runComponent(composed, host.imports)
  expect(it.f('x')).toBe('x<a>')
  value = 'pirates'
  expect(it.f('x')).toBe('x<b>')
  value = 'ä"\\'
  expect(it.f('x')).toBe('x<c>')
  expect(host.asked).toEqual(['which_one', 'which_one', 'which_one'])
})

test.each(['', 'pirat', 'piratf', 'pirate ', 'PIRATE', 'x'.repeat(100_000)])(
  '%j is a trap',
  async (value) => {
    const source = await interfaceOf('f: func();')
    const called: number[] = []
    const links = [0, 1].map((link) => ({ f: () => called.push(link) }))
    const host = variables(() => value)
    const it = await runMiddleware(await buildChoice(source, ['pirate', 'same'], 'v'), links, host.imports)
    expect(() => it.f?.()).toThrow(WebAssembly.RuntimeError)
    expect(called).toEqual([])
  },
)

test('an error is a trap', async () => {
  const source = await interfaceOf('f: func();')
  const host = variables(() => {
    throw { tag: 'undefined', val: 'pirate' }
  })
  const it = await runMiddleware(await buildChoice(source, ['pirate'], 'v'), [{ f: () => {} }], host.imports)
  expect(() => it.f?.()).toThrow(WebAssembly.RuntimeError)
})

test('functions of any kind, and the interface of variables itself', async () => {
  const many = Array.from({ length: 9 }, (_, index) => `p${index}: string`).join(', ')
  const source = await interfaceOf(
    `enum e { a, b } record r { e: e, n: s64 }
    nothing: func(); number: func() -> f32; large: func(${many}) -> list<r>; more: func(x: r, y: list<e>) -> result<_, r>;`,
  )
  const link = (index: number) => ({
    nothing: () => {},
    number: () => index + 0.5,
    large: (...texts: string[]) => [{ e: 'b', n: BigInt(texts.join('').length) }],
    more: (x: object) => {
      if (index === 1) throw Object.assign(new Error('an error of WIT'), { payload: x })
    },
  })
  const middleware = await buildChoice(source, ['one', 'two'], 'v')
  let value = 'one'
  const it = await runMiddleware(middleware, [link(0), link(1)], variables(() => value).imports)
  expect(it.nothing?.()).toBeUndefined()
  expect(it.number?.()).toBe(0.5)
  expect(it.large?.(...Array.from({ length: 9 }, () => 'ab'))).toEqual([{ e: 'b', n: 18n }])
  expect(it.more?.({ e: 'a', n: -1n }, ['b'])).toBeUndefined()
  value = 'two'
  expect(it.number?.()).toBe(1.5)
  expect(() => it.more?.({ e: 'a', n: -1n }, [])).toThrow(expect.objectContaining({ e: 'a', n: -1n }))

  const get = await interfaceOf('f: func(x: string) -> string;')
  const own = await buildChoice({ ...get, name: 'fermyon:spin/variables@2.0.0' }, ['a'], 'v')
  expect((await inspectComponent(own)).invalid).toBeNull()
})

test('names have to differ', async () => {
  const source = await interfaceOf('f: func();')
  const refused = { code: 'usage-invalid' }
  await expect(buildChoice(source, [], 'v')).rejects.toMatchObject(refused)
  await expect(buildChoice(source, ['a', 'b', 'a'], 'v')).rejects.toMatchObject({ ...refused, item: 'a' })
  const many = Array.from({ length: 101 }, (_, index) => `n${index}`)
  await expect(buildChoice(source, many, 'v')).rejects.toMatchObject(refused)
  await expect(buildChoice(source, many.slice(1), 'v')).resolves.toBeInstanceOf(Uint8Array)
})
