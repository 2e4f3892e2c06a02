import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { encodeWit, parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { promptComponent } from './fixtures.ts'
import { reportSchema } from './report/report-schema.ts'
import { reportComponent } from './report-component.ts'
import { restrictComponent } from './restrict/restrict-component.ts'
import { type ValidateOptions, validateComponent } from './validate.ts'

const target = { wit: promptWit, world: promptWorld }
const environment = `(import "wasi:cli/environment@0.2.9" (instance
  (export "get-arguments" (func (result (list string))))))`

describe('what is no component', () => {
  const header = [0, 0x61, 0x73, 0x6d]
  test.each([
    ['nothing', new Uint8Array(), 'component-malformed'],
    ['text', new TextEncoder().encode('#!/bin/sh\n'), 'component-malformed'],
    ['a header that is cut off', Uint8Array.from(header), 'component-malformed'],
    ['a core module', Uint8Array.from([...header, 1, 0, 0, 0]), 'component-core-module'],
  ])('%s is refused', async (_, bytes, code) => {
    const result = await validateComponent(bytes)
    expect(result).toMatchObject({
      ok: false,
      findings: [{ code, severity: 'error' }],
      imports: [],
      exports: [],
    })
  })

  test('a WIT package in binary form is refused', async () => {
    const { findings } = await validateComponent(await encodeWit(promptWit))
    expect(findings).toMatchObject([{ code: 'component-malformed', args: { reason: /WIT package/ } }])
  })

  test('a component that is cut off says at which byte', async () => {
    const bytes = await promptComponent()
    const { ok, findings } = await validateComponent(bytes.subarray(0, bytes.length - 20))
    expect(ok).toBe(false)
    expect(findings).toMatchObject([{ code: 'component-invalid', args: { offset: expect.any(Number) } }])
  })

  test('an interface of nothing but types is imported without a finding, whatever the policy', async () => {
    const bytes = await parseWat(`(component (import "a:b/types@1.0.0" (instance
      (type $r (record (field "x" u32))) (export "r" (type (eq $r))))))`)
    const imports = [{ name: 'a:b/types@1.0.0', kind: 'interface', functions: [], typesOnly: true }]
    const policy = { allow: [], deny: ['a:*'] }
    expect(await validateComponent(bytes, { policy })).toMatchObject({ ok: true, findings: [], imports })
    const restricted = await restrictComponent(bytes, policy)
    expect(restricted).toMatchObject({ denied: [], imports })
    const report = await reportComponent(bytes, { policy })
    expect(report).toMatchObject({ ok: true, capabilities: [], imports })
    expect(reportSchema.safeParse(report).success).toBe(true)
  })

  test('a component that does not type-check is invalid', async () => {
    const bytes = await parseWat('(component (core module (func (result i32))))')
    expect((await validateComponent(bytes)).findings).toMatchObject([
      { code: 'component-invalid', args: { reason: /type mismatch/ } },
    ])
  })

  test('a component over the size limit is not looked into', async () => {
    const bytes = await promptComponent()
    const { findings } = await validateComponent(bytes, { maxBytes: bytes.length - 1 })
    expect(findings).toEqual([
      {
        code: 'component-too-large',
        severity: 'error',
        path: 'component',
        args: { bytes: bytes.length, limit: bytes.length - 1 },
      },
    ])
    expect(await validateComponent(bytes, { maxBytes: bytes.length })).toMatchObject({ ok: true })
  })
})

describe('conformance to a world', () => {
  test('a component that fits has no findings', async () => {
    const result = await validateComponent(await promptComponent(), target)
    expect(result).toMatchObject({ ok: true, findings: [], imports: [] })
    expect(result.exports).toEqual([
      {
        name: 'component:promptprocessor/promptmodification@0.0.1',
        kind: 'interface',
        functions: [
          { name: 'before', params: [{ name: 'userprompt', type: 'string' }], result: 'string' },
          { name: 'after', params: [{ name: 'promptresult', type: 'string' }], result: 'string' },
        ],
      },
    ])
  })

  test('what is missing, different or too much is named', async () => {
    const missing = await validateComponent(await parseWat('(component)'), target)
    expect(missing.findings).toMatchObject([
      { code: 'world-export-missing', args: { name: 'component:promptprocessor/promptmodification@0.0.1' } },
    ])
    const wit = { 'other.wit': promptWit['promptprocessor.wit']?.replace('-> string', '-> u32') ?? '' }
    const different = await validateComponent(await promptComponent(), { wit, world: promptWorld })
    expect(different).toMatchObject({ ok: false, findings: [{ code: 'world-type-mismatch' }] })
    const importing = await validateComponent(await promptComponent(environment), target)
    expect(importing.findings.map(({ code, path }) => [code, path])).toEqual([
      ['world-import-unexpected', 'import wasi:cli/environment@0.2.9'],
      ['policy-import-denied', 'import wasi:cli/environment@0.2.9'],
    ])
  })

  test('an import that the policy allows is worth a warning', async () => {
    const policy = { allow: ['wasi:cli/environment'] }
    const result = await validateComponent(await promptComponent(environment), { ...target, policy })
    expect(result).toMatchObject({
      ok: true,
      findings: [{ code: 'world-import-unexpected', severity: 'warning' }],
    })
  })

  test('an extra export is worth a warning, what componentize-py leaves behind a note', async () => {
    const exporting = (name: string, fn: string) => `
      (core module $x (func (export "x")))
      (core instance $x (instantiate $x))
      (func $x (canon lift (core func $x "x")))
      (instance $extra (export "${fn}" (func $x)))
      (export "${name}" (instance $extra))`
    const severities = async (name: string, fn: string) => {
      const { findings } = await validateComponent(await promptComponent(exporting(name, fn)), target)
      return findings.map(({ code, severity }) => `${code} ${severity}`)
    }
    expect(await severities('exports', 'init')).toEqual(['world-export-extra info'])
    expect(await severities('exports', 'open-door')).toEqual(['world-export-extra warning'])
    expect(await severities('a:b/c@1.0.0', 'init')).toEqual(['world-export-extra warning'])
  })

  test('an option that is at fault is thrown', async () => {
    const component = await promptComponent()
    await expect(validateComponent(component, { world: 'x' })).rejects.toMatchObject({
      code: 'world-unknown',
    })
    await expect(validateComponent(component, { wit: promptWit })).rejects.toMatchObject({
      code: 'world-unknown',
    })
    await expect(validateComponent(component, { wit: { 'a.wit': 'nonsense' } })).rejects.toMatchObject({
      code: 'wit-invalid',
    })
    await expect(validateComponent(component, { policy: { allow: ['wasi:'] } })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
  })

  test.each([
    ['a match that there is none of', { match: 'nonsense' }, 'options.match'],
    ['the same with a world', { match: 'nonsense', wit: promptWit }, 'options.match'],
    ['an exact match of nothing', { match: 'exact' }, 'options.match'],
    ['a size that is no number', { maxBytes: Number.NaN }, 'options.maxBytes'],
    ['a negative size', { maxBytes: -1 }, 'options.maxBytes'],
    ['a broken size', { maxBytes: 1.5 }, 'options.maxBytes'],
    ['a size in words', { maxBytes: '9' }, 'options.maxBytes'],
  ])('%s is refused, and lets nothing pass', async (_, options, item) => {
    const promise = validateComponent(new Uint8Array(), options as ValidateOptions)
    await expect(promise).rejects.toMatchObject({ code: 'usage-invalid', item })
  })
})

describe('hostile bytes', () => {
  test('a component with any byte changed gets an answer', async () => {
    const bytes = await promptComponent(environment)
    let seed = 1
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let round = 0; round < 1500; round += 1) {
      const mutant = Uint8Array.from(bytes)
      for (let change = random(3); change >= 0; change -= 1) mutant[random(mutant.length)] = random(256)
      const result = await validateComponent(mutant, target)
      expect(result.ok).toBe(result.findings.every(({ severity }) => severity !== 'error'))
    }
  })

  test('findings of one code are cut off at a hundred', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `(func (export "a b ${index}"))`).join('')
    const { findings } = await validateComponent(await parseWat(`(component (core module ${names}))`))
    expect(findings).toHaveLength(100)
  })
})
