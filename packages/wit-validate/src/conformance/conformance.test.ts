import { formatFinding, promptWit, promptWorld } from '@wasm-airlock/shared'
import { encodeWit, parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { promptComponent } from '../fixtures.ts'
import { validateComponent } from '../validate.ts'
import { type ConformanceOptions, checkConformance } from './conformance.ts'
import { exporting, importing, judge, world } from './testing/ticks.ts'

const prompt = { wit: promptWit, world: promptWorld }

describe('what fits', () => {
  test('has no findings, and the world by its full name', async () => {
    expect(await checkConformance(await promptComponent(), prompt)).toEqual({
      ok: true,
      world: 'component:promptprocessor/promptmodifier@0.0.1',
      match: 'subtype',
      findings: [],
    })
    expect(await judge(await promptComponent(), prompt)).toEqual({ subtype: [], exact: [] })
  })

  test('may leave out what it does not use, imports and functions of them', async () => {
    const nothing = await parseWat('(component)')
    const part = await parseWat('(component (import "test:tool/tick@1.2.3" (instance)))')
    for (const component of [nothing, part]) {
      expect(await judge(component, world('import test:tool/tick@1.2.3;'))).toEqual({
        subtype: [],
        exact: [],
      })
    }
  })
})

describe('what does not', () => {
  test('is told with all reasons at once, both types and the place', async () => {
    const component = await parseWat(`(component
      (import "log" (func $log (param "text" string)))
      (import "test:tool/tick@1.2.3" (instance (export "now" (func (result u32)))))
      (export "run" (func $log)))`)
    const { findings } = await checkConformance(
      component,
      world('import test:tool/tick@1.2.3; export run: func(text: u8); export stop: func() -> bool;'),
    )
    expect(findings).toMatchObject([
      {
        code: 'world-import-unexpected',
        path: 'import log',
        args: { name: 'log', world: 'test:app/app', found: 'func(text: string)' },
      },
      { code: 'world-export-missing', path: 'export stop', args: { expected: 'func() -> bool' } },
      {
        code: 'world-type-mismatch',
        path: 'export run',
        args: {
          expected: 'func(text: u8)',
          found: 'func(text: string)',
          place: 'function run / parameter text',
          expectedThere: 'u8',
          foundThere: 'string',
        },
      },
      {
        code: 'world-type-mismatch',
        path: 'import test:tool/tick@1.2.3',
        args: {
          expected: 'interface { now: func() -> u64; }',
          found: 'interface { now: func() -> u32; }',
          place: 'interface test:tool/tick@1.2.3 / function now / result',
          expectedThere: 'u64',
          foundThere: 'u32',
        },
      },
    ])
  })

  test('a missing export comes with the one that is nearest', async () => {
    const nearest = async (name: string, body: string) => {
      const { findings } = await checkConformance(await exporting(name), world(body))
      return findings.find(({ code }) => code === 'world-export-missing')?.args.nearest
    }
    expect(await nearest('test:tool/tik@1.2.3', 'export test:tool/tick@1.2.3;')).toBe('test:tool/tik@1.2.3')
    expect(await nearest('tick', 'export test:tool/tick@1.2.3;')).toBe('tick')
    expect(await nearest('test:tool/tick@2.0.0', 'export test:tool/tick@1.2.3;')).toBe('test:tool/tick@2.0.0')
    expect(await nearest('zzz', 'export test:tool/tick@1.2.3;')).toBeUndefined()
  })

  test('an import in a version that does not fit comes with the one that the world has', async () => {
    const { findings } = await checkConformance(
      await importing('test:tool/tick@2.0.0'),
      world('import test:tool/tick@1.2.3;'),
    )
    expect(findings.map((finding) => formatFinding(finding))).toEqual([
      'imports test:tool/tick@2.0.0, which the world test:app/app does not offer; it does offer test:tool/tick@1.2.3, which is close',
    ])
  })

  test('what is no component is a finding, whatever it is', async () => {
    const texts = ['', '\0asm', 'text']
    const others = [await parseWat('(module)'), (await promptComponent()).subarray(0, 99)]
    for (const bytes of [...texts.map((text) => new TextEncoder().encode(text)), ...others]) {
      expect(await checkConformance(bytes, prompt)).toMatchObject({
        ok: false,
        world: null,
        findings: [{ code: 'component-malformed', severity: 'error' }],
      })
    }
  })

  test('a WIT package in binary form is a component that exports types, as it is for `wac targets`', async () => {
    const { findings } = await checkConformance(await encodeWit(promptWit), prompt)
    expect(findings[0]).toMatchObject({ code: 'world-export-missing' })
  })

  test('an option that is at fault is thrown', async () => {
    const component = await promptComponent()
    const check = (options: unknown) => checkConformance(component, options as ConformanceOptions)
    await expect(check({ wit: { 'a.wit': 'nonsense' } })).rejects.toMatchObject({ code: 'wit-invalid' })
    await expect(check({ wit: promptWit, world: 'x' })).rejects.toMatchObject({ code: 'world-unknown' })
    await expect(check({ ...prompt, match: 'exakt' })).rejects.toMatchObject({ code: 'usage-invalid' })
    await expect(check({ ...prompt, wit: 7 })).rejects.toMatchObject({ code: 'usage-invalid' })
  })
})

describe('what is too much', () => {
  test('is listed: whole exports, and members of interfaces', async () => {
    const component = await exporting('test:tool/tick@1.2.3', 'later', 'never')
    expect(await judge(component, world(''))).toEqual({
      subtype: ['world-export-extra warning'],
      exact: ['world-export-extra error'],
    })
    const { ok, findings } = await checkConformance(component, world('export test:tool/tick@1.2.3;'))
    expect(ok).toBe(true)
    expect(findings).toMatchObject([
      {
        code: 'world-interface-wider',
        severity: 'warning',
        path: 'export test:tool/tick@1.2.3 / later',
        args: { member: 'later', kind: 'function', found: 'func() -> u64' },
      },
      { code: 'world-interface-wider', args: { member: 'never' } },
    ])
  })

  test('what componentize-py leaves behind is tolerated, even by an exact match', async () => {
    const init = await promptComponent(`
      (core module $x (func (export "x")))
      (core instance $x (instantiate $x))
      (func $x (canon lift (core func $x "x")))
      (instance $extra (export "init" (func $x)))
      (export "exports" (instance $extra))`)
    expect(await judge(init, prompt)).toEqual({
      subtype: ['world-export-extra info'],
      exact: ['world-export-extra info'],
    })
  })
})

describe('in a validation', () => {
  const policy = { allow: ['log'] }

  test('a policy excuses an import that the world does not offer, but not from an exact match', async () => {
    const component = await promptComponent('(import "log" (func))')
    expect(await validateComponent(component, { ...prompt, policy })).toMatchObject({
      ok: true,
      findings: [{ code: 'world-import-unexpected', severity: 'warning' }],
    })
    expect(await validateComponent(component, { ...prompt, policy, match: 'exact' })).toMatchObject({
      ok: false,
      findings: [{ code: 'world-import-unexpected', severity: 'error' }],
    })
  })

  test('the errors among many findings of a code are not cut off', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `a${index}`)
    const component = await promptComponent(names.map((name) => `(import "${name}" (func))`).join(' '))
    const allow = names.filter((name) => name !== 'a299')
    const { findings } = await validateComponent(component, { ...prompt, policy: { allow } })
    const unexpected = findings.filter(({ code }) => code === 'world-import-unexpected')
    expect(unexpected).toHaveLength(100)
    expect(unexpected[0]).toMatchObject({ severity: 'error', args: { name: 'a299' } })
  })
})

test('texts of a stranger are bounded', async () => {
  const long = (letter: string) => letter.repeat(3000)
  const params = (type: string) =>
    Array.from({ length: 200 }, (_, index) => `(param "${long('p')}${index}" ${type})`)
  const component = await parseWat(`(component (import "${long('f')}" (func ${params('u8').join(' ')})))`)
  const { findings } = await checkConformance(component, world(`import ${long('f')}: func();`))
  const { name, ...texts } = findings[0]?.args ?? {}
  for (const text of Object.values(texts)) expect(String(text).length).toBeLessThanOrEqual(1101)
})
