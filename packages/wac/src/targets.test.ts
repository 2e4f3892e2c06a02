import { describe, expect, it } from 'vitest'
import { plugText, worldFiles } from './fixtures.ts'
import { checkTargets, parseWat } from './index.ts'

const world = worldFiles('import test:dep/nothing@1.0.0;\nexport test:dep/number@1.0.0;')
const full = 'test:target/w'

describe('checkTargets', () => {
  it('accepts a component that imports less and exports more', async () => {
    const component = await parseWat(
      plugText({ 'test:dep/number@1.0.0': 'number', 'test:dep/doubled@1.0.0': 'doubled' }),
    )
    expect(await checkTargets(component, world)).toEqual({ ok: true, mismatches: [], world: full })
  })

  it('collects everything that does not conform', async () => {
    const component = await parseWat(
      plugText(
        { 'test:dep/number@1.0.0': 'doubled' },
        { 'test:dep/nothing@1.0.0': 'number', 'wasi:cli/run@0.2.0': 'nothing' },
      ),
    )
    const both = worldFiles(
      'import test:dep/nothing@1.0.0;\nexport test:dep/number@1.0.0;\nexport test:dep/doubled@1.0.0;',
    )
    const { ok, mismatches } = await checkTargets(component, both)
    expect(ok).toBe(false)
    expect(mismatches).toEqual([
      { kind: 'import-unexpected', name: 'wasi:cli/run@0.2.0', reason: 'the world has no such import' },
      {
        kind: 'export-missing',
        name: 'test:dep/doubled@1.0.0',
        reason: expect.stringContaining('the world expects'),
      },
      {
        kind: 'type-mismatch',
        name: 'test:dep/nothing@1.0.0',
        reason: expect.stringMatching(/^import: .*`f`.*result/),
      },
      {
        kind: 'type-mismatch',
        name: 'test:dep/number@1.0.0',
        reason: expect.stringMatching(/^export: .*`f`.*parameter count/),
      },
    ])
  })

  it('finds a world by its plain and its full name', async () => {
    const empty = await parseWat('(component)')
    const files = { 'w.wit': 'package a:b@1.2.3; world one {} world two {}' }
    for (const name of ['two', 'a:b/two@1.2.3']) {
      const result = await checkTargets(empty, files, { world: name })
      expect(result).toMatchObject({ ok: true, world: 'a:b/two@1.2.3' })
    }
    for (const options of [{}, { world: 'three' }]) {
      await expect(checkTargets(empty, files, options)).rejects.toMatchObject({
        code: 'world-unknown',
        details: { worlds: ['one', 'two'] },
      })
    }
    await expect(checkTargets(empty, { 'w.wit': 'package a:b;' })).rejects.toMatchObject({
      code: 'world-unknown',
    })
  })

  it('names bad WIT and bad components', async () => {
    const empty = await parseWat('(component)')
    await expect(checkTargets(empty, { 'w.wit': 'package a:b;\nwurld w {}' })).rejects.toMatchObject({
      code: 'wit-invalid',
      details: { file: 'w.wit', line: 2, column: 1 },
    })
    await expect(checkTargets(await parseWat('(module)'), world)).rejects.toMatchObject({
      code: 'component-malformed',
    })
    await expect(checkTargets(new Uint8Array(), world)).rejects.toMatchObject({ code: 'component-malformed' })
  })
})
