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
    expect(await checkTargets(component, world)).toEqual({
      ok: true,
      mismatches: [],
      extras: [
        {
          name: 'test:dep/doubled@1.0.0',
          member: null,
          kind: 'instance',
          functions: ['f'],
          found: 'interface { f: func(x: u32) -> u32; }',
        },
      ],
      versions: [],
      world: full,
      report: null,
    })
  })

  it('says what it takes for what: other versions, and more in an interface than is asked for', async () => {
    const component = await parseWat(`(component
      (import "test:dep/nothing@1.3.0" (instance $i (export "next" (func)) (export "more" (func))))
      (export "test:dep/number@1.4.0" (instance $i)))`)
    const text =
      'package test:target; interface n { next: func(); } world w { export test:dep/number@1.0.0; }'
    const dependency = 'package test:dep@1.0.0; interface number { next: func(); }'
    const { extras, versions } = await checkTargets(component, { 'w.wit': text, 'deps/d.wit': dependency })
    expect(versions).toEqual([
      { side: 'export', expected: 'test:dep/number@1.0.0', found: 'test:dep/number@1.4.0' },
    ])
    expect(extras).toEqual([
      { name: 'test:dep/number@1.4.0', member: 'more', kind: 'function', functions: [], found: 'func()' },
    ])
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
    const { ok, mismatches, report } = await checkTargets(component, both)
    expect(ok).toBe(false)
    expect(mismatches).toEqual([
      {
        kind: 'import-unexpected',
        side: 'import',
        name: 'wasi:cli/run@0.2.0',
        reason: 'the world has no such import',
        nearest: null,
        difference: null,
        found: 'interface { f: func(); }',
      },
      {
        kind: 'export-missing',
        side: 'export',
        name: 'test:dep/doubled@1.0.0',
        reason: 'the world expects this instance',
        nearest: null,
        difference: null,
        expected: 'interface { f: func(x: u32) -> u32; }',
      },
      {
        kind: 'type-mismatch',
        side: 'import',
        name: 'test:dep/nothing@1.0.0',
        reason: 'function f: expected `func()`, found `func() -> u32`',
        nearest: null,
        difference: {
          path: ['interface test:dep/nothing@1.0.0', 'function f'],
          expected: 'func()',
          found: 'func() -> u32',
        },
        expected: 'interface { f: func(); }',
        found: 'interface { f: func() -> u32; }',
      },
      {
        kind: 'type-mismatch',
        side: 'export',
        name: 'test:dep/number@1.0.0',
        reason: 'function f: expected `func() -> u32`, found `func(x: u32) -> u32`',
        nearest: null,
        difference: {
          path: ['interface test:dep/number@1.0.0', 'function f'],
          expected: 'func() -> u32',
          found: 'func(x: u32) -> u32',
        },
        expected: 'interface { f: func() -> u32; }',
        found: 'interface { f: func(x: u32) -> u32; }',
      },
    ])
    expect(report).toMatch(
      /^Imports present in the component but not in the target world:\n {2}- wasi:cli\/run@0\.2\.0\nExports/,
    )
    expect(report).toMatch(/\(mismatched type for export `f`\)\n$/)
  })

  it('reports an import and an export of one name, both of which differ', async () => {
    const name = 'test:dep/number@1.0.0'
    const component = await parseWat(plugText({ [name]: 'doubled' }, { [name]: 'nothing' }))
    const { mismatches } = await checkTargets(component, worldFiles(`import ${name}; export ${name};`))
    expect(mismatches).toMatchObject([
      { kind: 'type-mismatch', side: 'import', name },
      { kind: 'type-mismatch', side: 'export', name },
    ])
  })

  it('says where only the version or the spelling differs', async () => {
    const component = await parseWat(
      plugText({ 'test:dep/num-ber@1.0.0': 'number' }, { 'test:dep/nothing@2.0.0': 'nothing' }),
    )
    const { mismatches } = await checkTargets(component, world)
    expect(mismatches.map(({ reason }) => reason)).toEqual([
      'the world has no such import; the versions are not compatible: expected 1.0.0, found 2.0.0',
      'the world expects this instance; only the spelling differs: expected `test:dep/number@1.0.0`, found `test:dep/num-ber@1.0.0`',
    ])
  })

  it('finds a world by its plain and its full name', async () => {
    const empty = await parseWat('(component)')
    const files = { 'w.wit': 'package a:b@1.2.3; world one {} world two {}' }
    for (const name of ['two', 'a:b/two@1.2.3']) {
      const result = await checkTargets(empty, files, { world: name })
      const report = name === 'two' ? null : `wit package did not contain a world named '${name}'`
      expect(result).toMatchObject({ ok: true, world: 'a:b/two@1.2.3', report })
    }
    const beside = { 'w.wit': 'package a:b; world one {} interface i {}' }
    expect(await checkTargets(empty, beside)).toMatchObject({
      ok: true,
      report: 'wit package has multiple worlds, please specify one with the --world flag',
    })
    for (const [options, report] of [
      [{}, 'wit package has multiple worlds, please specify one with the --world flag'],
      [{ world: 'three' }, "wit package did not contain a world named 'three'"],
    ] as const) {
      await expect(checkTargets(empty, files, options)).rejects.toMatchObject({
        code: 'world-unknown',
        hint: 'Name one of the worlds that the package has.',
        details: { worlds: ['one', 'two'], report },
      })
    }
    await expect(checkTargets(empty, { 'w.wit': 'package a:b;' })).rejects.toMatchObject({
      code: 'world-unknown',
      details: { report: 'wit package did not contain a world' },
    })
  })

  it('writes missing exports into the report as wac does', async () => {
    const files = { 'w.wit': 'package a:b; world w { export f: func(); export i: interface {} }' }
    const { report } = await checkTargets(await parseWat('(component)'), files)
    expect(report).toMatch(/ - f: Func\(FuncTypeId\(Id \{ idx: \d+ \}\)\)\n/)
    expect(report).toMatch(/ - i: Instance\(InterfaceId\(Id \{ idx: \d+ \}\)\)\n/)
  })

  it('names bad WIT and bad components', async () => {
    const empty = await parseWat('(component)')
    await expect(checkTargets(empty, { 'w.wit': 'package a:b;\nwurld w {}' })).rejects.toMatchObject({
      code: 'wit-invalid',
      details: { file: 'w.wit', line: 2, column: 1 },
    })
    await expect(checkTargets(await parseWat('(module)'), world)).rejects.toMatchObject({
      code: 'component-malformed',
      details: { report: 'package `component` is not a binary-encoded WebAssembly component' },
    })
    await expect(checkTargets(new Uint8Array(), world)).rejects.toMatchObject({ code: 'component-malformed' })
  })
})
