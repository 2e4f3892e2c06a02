import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { promptComponent } from './fixtures.ts'
import { reportComponent } from './report-component.ts'
import { body, componentWithData } from './testing/planted.ts'
import { validateComponent } from './validate.ts'

const target = { wit: promptWit, world: promptWorld }
const imports = `
  (import "wasi:cli/environment@0.2.9" (instance
    (export "get-arguments" (func (result (list string))))))
  (import "a:b/c" (instance
    (export "f" (func))
    (export "t" (type (sub resource)))))`
const nothing = { capabilities: [], offers: [], reach: null, contents: null }

describe('a report', () => {
  test('has the verdict of validateComponent, refused or not', async () => {
    const component = await promptComponent(imports)
    for (const policy of [{ allow: [] }, { allow: ['*'] }]) {
      const { capabilities, offers, reach, contents, ...verdict } = await reportComponent(component, {
        ...target,
        policy,
      })
      expect(verdict).toEqual(await validateComponent(component, { ...target, policy }))
      expect(verdict.ok).toBe(policy.allow.length > 0)
      expect(capabilities).toEqual([
        {
          kind: 'unknown',
          functions: [{ import: 'a:b/c', name: 'f', called: null }],
        },
        {
          kind: 'reads-environment',
          functions: [{ import: 'wasi:cli/environment@0.2.9', name: 'get-arguments', called: null }],
        },
      ])
      expect(offers).toEqual([
        { kind: 'own-interface', exports: ['component:promptprocessor/promptmodification@0.0.1'] },
      ])
      expect(reach).toBeNull()
      expect(contents).toMatchObject({
        bytes: component.length,
        modules: [{ where: 'module 0', functions: 2, memories: [{ minimumPages: 1, maximumPages: null }] }],
      })
    }
  })

  test('names the functions of instances in instances, which are refused', async () => {
    const component = await parseWat(
      '(component (import "a:b/c" (instance (export "inner" (instance (export "f" (func)))))))',
    )
    expect(await reportComponent(component, { policy: { allow: ['*'] } })).toMatchObject({
      ok: false,
      findings: [{ code: 'component-malformed', args: { reason: expect.stringContaining('inner') } }],
      capabilities: [{ kind: 'unknown', functions: [{ import: 'a:b/c', name: 'inner#f' }] }],
    })
  })

  test('survives JSON as it is, and leaves the bytes of the caller alone', async () => {
    const component = await promptComponent(imports)
    const before = Uint8Array.from(component)
    const report = await reportComponent(component)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(component).toEqual(before)
  })

  test('says how far calls could be followed, where it is deep', async () => {
    const reachOf = async (text: string) => {
      const { reach } = await reportComponent(await parseWat(text), { policy: { allow: ['*'] }, deep: true })
      return reach
    }
    expect(await reachOf('(component)')).toEqual({ complete: true, reason: null })
    const instantiated = '(component (import "m" (core module $m)) (core instance (instantiate $m)))'
    expect(await reachOf(instantiated)).toEqual({ complete: false, reason: 'imported-module' })
  })

  test('tells of what the data holds', async () => {
    const token = `npm_${body(36)}`
    const { contents } = await reportComponent(componentWithData(`https://a.test/?token=${token}`))
    expect(contents).toMatchObject({
      hosts: [{ host: 'a.test', url: 'https://a.test/' }],
      secrets: [{ kind: 'npm-token', start: 'npm_', length: token.length }],
    })
    expect(JSON.stringify(contents)).not.toContain(token.slice(5, 12))
  })
})

describe('what is no valid component has the verdict alone', () => {
  test.each([
    ['nothing', new Uint8Array(), {}],
    ['a core module', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), {}],
    ['one that is too large', componentWithData('x'), { maxBytes: 10 }],
    ['one that is cut off', componentWithData('https://a.test/').subarray(0, 20), {}],
  ])('%s', async (_, bytes, options) => {
    const report = await reportComponent(bytes, options)
    expect(report).toMatchObject({ ok: false, ...nothing })
    expect(report.findings).toHaveLength(1)
  })

  test('one that takes too long', async () => {
    const types = 'i32 '.repeat(1000)
    const slow = await parseWat(`(component (core module (func (param ${types}) (result ${types})
      ${Array.from({ length: 1000 }, (_, index) => `local.get ${index}`).join(' ')} ${'call 0 '.repeat(200_000)} i32.const 0)))`)
    expect(await reportComponent(slow, { timeoutMs: 50 })).toMatchObject({
      findings: [{ code: 'limit-exceeded' }],
      ...nothing,
    })
  })
})

test('what is wrong with an option is thrown, and an abort', async () => {
  const component = await promptComponent()
  await expect(reportComponent(component, { world: 'x' })).rejects.toMatchObject({ code: 'world-unknown' })
  await expect(reportComponent(component, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  })
})

test('with any byte changed there is an answer', async () => {
  const bytes = await promptComponent(imports)
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 1000; round += 1) {
    const mutant = Uint8Array.from(bytes)
    mutant[random(mutant.length)] = random(256)
    const { ok, contents, capabilities } = await reportComponent(mutant, { policy: { allow: ['*'] } })
    if (ok) expect([contents?.bytes, capabilities.length]).toEqual([bytes.length, expect.any(Number)])
  }
})
