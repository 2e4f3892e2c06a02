import { readFile } from 'node:fs/promises'
import { encodeWit, parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { examineComponent } from '../examine.ts'
import { promptComponent } from '../fixtures.ts'
import { denyAll } from '../policy/policy.ts'
import { validateComponent } from '../validate.ts'
import { checkGate } from './check-gate.ts'
import { type Limits, limitRanges, resolveLimits } from './limits.ts'

test('what is safe passes, whatever it imports', async () => {
  expect(await checkGate(await promptComponent())).toEqual([])
  expect(await checkGate(await parseWat('(component (import "wasi:cli/exit@0.2.9" (instance)))'))).toEqual([])
})

test('function bodies are not looked into, by validateComponent they are', async () => {
  const component = await parseWat('(component (core module (func (result i32) i32.const 7)))')
  component[component.indexOf(0x41)] = 0x1a
  expect(await checkGate(component)).toEqual([])
  expect(await validateComponent(component)).toMatchObject({ findings: [{ code: 'component-invalid' }] })
})

test('what is no component is refused', async () => {
  const wit = await encodeWit({ 'a.wit': 'package a:b; interface i { f: func(); }' })
  const module = await parseWat('(module)')
  const invalid = await parseWat('(component (import "a" (func)))')
  invalid[invalid.length - 1] = 9
  const codes = await Promise.all(
    [wit, module, invalid, new Uint8Array(), Uint8Array.from([0, 0x61, 0x73])].map(async (bytes) =>
      (await checkGate(bytes)).map(({ code }) => code),
    ),
  )
  expect(codes.flat()).toEqual([
    'component-malformed',
    'component-core-module',
    'component-invalid',
    'component-malformed',
    'component-malformed',
  ])
})

test('what a validator knows and this does not is refused', async () => {
  const component = await parseWat(
    '(component (core module (table 1 i31ref (ref.i31 (i32.const 7))) (memory 65536)))',
  )
  expect(await checkGate(component)).toMatchObject([
    { code: 'component-malformed', args: { reason: expect.stringContaining('an unknown instruction') } },
  ])
})

describe('limits', () => {
  const one = `(component (import "a" (func))
    (type (list (list u8)))
    (core module (memory 2) (table 5 funcref) (func $f) (func) (start $f) (@custom "notes" "123"))
    (component))`
  const cases: [limit: keyof Limits, actual: number][] = [
    ['maxNesting', 2],
    ['maxModules', 1],
    ['maxComponents', 1],
    ['maxFunctions', 2],
    ['maxStartFunctions', 1],
    ['maxMemories', 1],
    ['maxMemoryBytes', 131_072],
    ['maxTables', 1],
    ['maxTableElements', 5],
    ['maxNames', 1],
    ['maxTypes', 3],
    ['maxTypeDepth', 3],
  ]
  test.each(cases)('%s of %d is what it takes', async (limit, actual) => {
    const component = await parseWat(one)
    expect(await checkGate(component, { limits: { [limit]: actual } })).toEqual([])
    expect(await checkGate(component, { limits: { [limit]: actual - 1 } })).toMatchObject([
      { code: 'limit-exceeded', args: { actual, limit: actual - 1 } },
    ])
  })

  test('sizes too', async () => {
    const component = await parseWat(one)
    const codes = (limits: Limits) =>
      checkGate(component, { limits }).then((findings) => findings.map(({ code, path }) => `${code} ${path}`))
    expect(await codes({ maxBytes: 20 })).toEqual(['component-too-large component'])
    expect(await codes({ maxSectionBytes: 8 })).toEqual(['limit-exceeded bytes of one section'])
    expect(await codes({ maxCustomBytes: 8 })).toEqual(['limit-exceeded bytes of custom sections'])
    expect(await codes({ maxSections: 3 })).toEqual(['limit-exceeded sections'])
    expect(await codes({ maxBindings: 0 })).toEqual(['limit-exceeded size of generated bindings, in types'])
    expect(await codes({ maxNameLength: 4 })).toEqual(['name-too-long module 0 / custom-section notes…'])
  })

  test('a memory that threads share is refused', async () => {
    const component = await parseWat('(component (core module (memory 1 2 shared)))')
    expect(await checkGate(component)).toMatchObject([{ path: 'memories that threads share' }])
    expect(await checkGate(component, { limits: { maxSharedMemories: 1 } })).toEqual([])
  })

  test('those of a policy hold in a validation', async () => {
    const component = await promptComponent()
    const limits = resolveLimits({ maxMemories: 0 })
    const measure = { wit: undefined, world: undefined, match: undefined, policy: denyAll, limits }
    expect(await examineComponent(component, measure)).toMatchObject({
      ok: false,
      findings: [{ code: 'limit-exceeded', path: 'memories' }],
      exports: [{ name: 'component:promptprocessor/promptmodification@0.0.1' }],
    })
  })

  test.each([
    [{ maxTypoes: 1 }, 'limits.maxTypoes'],
    [{ maxTypes: -1 }, 'limits.maxTypes'],
    [{ maxTypes: 1.5 }, 'limits.maxTypes'],
    [{ maxTypes: Number.NaN }, 'limits.maxTypes'],
    [{ maxTypes: '9' }, 'limits.maxTypes'],
    [{ maxNesting: 65 }, 'limits.maxNesting'],
  ])('%j is refused', async (limits, item) => {
    await expect(checkGate(new Uint8Array(), { limits: limits as Limits })).rejects.toMatchObject({
      code: 'policy-invalid',
      item,
    })
  })

  test('no default is more than can be said', () => {
    expect(Object.values(limitRanges).filter((range) => range.default > range.max)).toEqual([])
  })

  test('README.md has them as they are', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
    const rows = [...readme.matchAll(/^\| `(max\w+)` +\| ([^|]+?) +\| ([^|]+?) +\|/gm)].slice(1)
    const inBytes = (text = '') => Number(text.replace(/,| [MG]iB/g, '')) * scaleOf(text)
    const scaleOf = (text: string) => (text.endsWith('GiB') ? 2 ** 30 : text.endsWith('MiB') ? 2 ** 20 : 1)
    expect(
      rows.map(([, limit, usual, max]) => [limit, { default: inBytes(usual), max: inBytes(max) }]),
    ).toEqual(Object.entries(limitRanges))
  })
})
