import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Capability, ComponentReport } from '../../component-report.ts'
import { exampleReport } from '../testing/example-report.ts'
import { findForeign } from '../testing/foreign.ts'
import { hostileReport } from '../testing/hostile-report.ts'
import { diffReports } from './diff.ts'
import { formatDiff, formatMarkdownDiff } from './format-diff.ts'

const nothing = { added: [], removed: [] }

/** A report of a component that imports these functions, each `INTERFACE#FUNCTION` or a plain name. */
function reportOf(
  names: readonly string[],
  {
    kind = 'unknown',
    called = null,
    result = null,
  }: { kind?: Capability['kind']; called?: 'never' | 'maybe' | null; result?: string | null } = {},
): ComponentReport {
  const split = names.map((name): [string, string] => [
    name.split('#')[0] ?? '',
    name.split('#').at(-1) ?? '',
  ])
  const byItem = [...Map.groupBy(split, ([item]) => item)]
  return exampleReport({
    imports: byItem.map(([name, functions]) => ({
      name,
      kind: name === functions[0]?.[1] ? 'function' : 'interface',
      functions: functions.map(([, each]) => ({ name: each, params: [], result })),
    })),
    reach: called === null ? null : { complete: true, reason: null },
    capabilities: [{ kind, functions: split.map(([item, name]) => ({ import: item, name, called })) }],
  })
}

describe('diffReports', () => {
  test('the same component is no different', () => {
    const diff = diffReports(exampleReport(), exampleReport())
    expect(diff).toMatchObject({ grew: false, capabilities: nothing, imports: nothing, findings: nothing })
    expect(formatDiff(diff)).toBe('It can touch no more than before.\n')
  })

  test('an interface in another version is the same one', () => {
    const diff = diffReports(
      reportOf(['wasi:io/streams@0.2.3#read', 'wasi:io/poll@0.2.3#poll', 'wasi:io/poll@0.2.6#poll']),
      reportOf(['wasi:io/streams@0.2.9#read', 'wasi:io/poll@0.2.6#poll', 'wasi:io/poll@0.2.9#poll']),
    )
    expect(diff.grew).toBe(false)
    expect(diff.imports).toMatchObject({
      ...nothing,
      moved: [
        { name: 'wasi:io/poll', before: '0.2.3', after: '0.2.9' },
        { name: 'wasi:io/streams', before: '0.2.3', after: '0.2.9' },
      ],
      functions: { ...nothing, changed: [] },
    })
    expect(diff.capabilities).toEqual(nothing)
  })

  test.each([
    ['another interface', ['a:b/c#f'], ['a:b/c#f', 'a:b/d#g'], true],
    ['another function of an interface', ['a:b/c@0.1.0#f'], ['a:b/c@0.1.1#f', 'a:b/c@0.1.1#g'], true],
    ['a plain function', ['a:b/c#f'], ['a:b/c#f', 'log'], true],
    ['fewer functions', ['a:b/c#f', 'a:b/c#g'], ['a:b/c#f'], false],
    ['fewer interfaces', ['a:b/c#f', 'log'], ['a:b/c#f'], false],
    ['a compatible version', ['a:b/c@1.0.0#f'], ['a:b/c@1.2.0#f'], false],
    ['an older one that is compatible', ['a:b/c@0.2.9#f'], ['a:b/c@0.2.3#f'], false],
    ['the next major version', ['a:b/c@1.0.0#f'], ['a:b/c@2.0.0#f'], true],
    ['the next minor version of zero', ['a:b/c@0.2.9#f'], ['a:b/c@0.3.0#f'], true],
    ['the next patch of a first draft', ['a:b/c@0.0.1#f'], ['a:b/c@0.0.2#f'], true],
    ['a prerelease', ['a:b/c@1.0.0#f'], ['a:b/c@1.0.0-rc.1#f'], true],
    ['another build', ['a:b/c@1.0.0+a#f'], ['a:b/c@1.0.0+b#f'], false],
  ])('%s', (_, before, after, grew) => {
    expect(diffReports(reportOf(before), reportOf(after)).grew).toBe(grew)
  })

  test('a function that could never be called, and now might be, is more', () => {
    const names = ['wasi:cli/exit@0.2.9#exit']
    const never = reportOf(names, { called: 'never' })
    const diff = diffReports(never, reportOf(names, { called: 'maybe' }))
    expect(diff).toMatchObject({ grew: true, reachable: [{ name: 'exit' }] })
    expect(diffReports(never, never).grew).toBe(false)
    expect(formatDiff(diff)).not.toContain('not compared')
    expect(diffReports(reportOf(names), reportOf(names, { called: 'maybe' })).grew).toBe(false)
  })

  test('an interface of nothing but types is nothing more, until there is more in it', () => {
    const item = { name: 'a:b/types@1.0.0', kind: 'interface', functions: [] } as const
    const types = exampleReport({ imports: [{ ...item, typesOnly: true }], capabilities: [] })
    const nothing = exampleReport({ imports: [], capabilities: [] })
    expect(diffReports(nothing, types)).toMatchObject({ grew: false, imports: { added: [item] } })
    expect(diffReports(types, exampleReport({ imports: [item], capabilities: [] })).grew).toBe(true)
  })

  test('a deep report with one that is not', () => {
    const names = ['wasi:cli/exit@0.2.9#exit']
    const never = reportOf(names, { called: 'never' })
    const forgets = diffReports(never, reportOf(names))
    expect(forgets).toMatchObject({ grew: true, reachable: [{ name: 'exit' }], reach: { after: null } })
    expect(formatDiff(forgets)).toContain('only the earlier report says which functions are never called')
    const learns = diffReports(reportOf(names), never)
    expect(learns).toMatchObject({ grew: false, reachable: [], reach: { before: null } })
    expect(formatDiff(learns)).toContain('not compared: only the later report says')
  })

  test('a deep report that gave up says so', () => {
    const names = ['wasi:cli/exit@0.2.9#exit']
    const gaveUp = {
      ...reportOf(names, { called: 'maybe' }),
      reach: { complete: false, reason: 'too-large' } as const,
    }
    const diff = diffReports(reportOf(names, { called: 'never' }), gaveUp)
    expect(diff.grew).toBe(true)
    expect(formatDiff(diff).replace(/\s+/g, ' ')).toContain('it is larger than the analysis can follow')
  })

  test('an imported function of another type is more', () => {
    const names = ['a:b/c@1.0.0#f']
    const [before, after] = [reportOf(names), reportOf(names, { result: 'string' })]
    expect(diffReports(before, before).grew).toBe(false)
    expect(diffReports(before, after).grew).toBe(true)
  })

  test.each(['module', 'component'] as const)('of an imported %s nobody can tell', (kind) => {
    const before = exampleReport({ imports: [{ name: 'a:b/c@1.0.0', kind, functions: [] }] })
    expect(diffReports(before, before).grew).toBe(true)
  })

  test('an interface is not another version of a module', () => {
    const of = (kind: 'module' | 'interface', version: string) =>
      exampleReport({ imports: [{ name: `a:b/c@${version}`, kind, functions: [] }] })
    const { grew, imports } = diffReports(of('module', '1.0.0'), of('interface', '1.1.0'))
    expect(grew).toBe(true)
    expect(imports).toMatchObject({
      added: [{ kind: 'interface' }],
      removed: [{ kind: 'module' }],
      moved: [],
    })
  })

  test('what cannot be read might touch anything', () => {
    const invalid = { imports: [], exports: [], capabilities: [], offers: [], contents: null }
    expect(diffReports(exampleReport(), exampleReport(invalid)).grew).toBe(true)
    expect(diffReports(exampleReport(invalid), exampleReport()).grew).toBe(true)
  })

  test('a type of a function that changed', () => {
    const before = exampleReport()
    const [item] = before.exports
    const [first, ...others] = item?.functions ?? []
    const after = exampleReport({
      exports: [{ ...item, functions: [{ ...first, result: 'option<string>' }, ...others] }] as never,
    })
    const { grew, exports } = diffReports(before, after)
    expect(grew).toBe(false)
    expect(exports.functions).toEqual({
      ...nothing,
      changed: [{ item: item?.name, before: first, after: { ...first, result: 'option<string>' } }],
    })
  })

  test('findings are new or mended, whatever the version of the interface and the place in the binary', () => {
    const denied = (name: string) =>
      ({
        code: 'policy-import-denied',
        severity: 'error',
        path: `import ${name}`,
        args: { name, rule: `"${name}"` },
      }) as const
    const unsafe = (module: number) =>
      ({
        code: 'name-unsafe',
        severity: 'error',
        path: `module ${module} / export ;`,
        args: { kind: 'export', name: ';' },
      }) as const
    const diff = diffReports(
      exampleReport({ findings: [denied('wasi:io/poll@0.2.3'), unsafe(1), denied('log')] }),
      exampleReport({ findings: [unsafe(3), unsafe(4), denied('wasi:io/poll@0.2.9')] }),
    )
    expect(diff.findings).toEqual({ added: [unsafe(4)], removed: [denied('log')] })
  })

  test('contents: sizes, tools, hosts, secrets', () => {
    const { contents } = exampleReport()
    if (contents === null) throw new Error('the example has contents')
    const [host] = contents.hosts
    const after = exampleReport({
      contents: {
        ...contents,
        bytes: contents.bytes + 1024,
        producers: { language: { Python: '3.15' }, sdk: { componentize: '1' } },
        hosts: [{ ...host, host: 'evil.example', url: 'https://evil.example/' }] as never,
        secrets: contents.secrets.map((secret) => ({ ...secret, offset: 1 })),
        totals: { ...contents.totals, hosts: 900 },
      },
    })
    expect(diffReports(exampleReport(), after)).toMatchObject({
      grew: false,
      contents: {
        bytes: { before: 18_332_123, after: 18_333_147 },
        tools: {
          added: [{ field: 'sdk', name: 'componentize', version: '1' }],
          removed: [{ name: 'wit-component' }],
          moved: [{ before: { version: '3.14' }, after: { version: '3.15' } }],
        },
        hosts: {
          added: [{ host: 'evil.example' }],
          removed: [{ host: 'api.example.com' }, { host: 'docs.python.org' }],
        },
        secrets: nothing,
        isComplete: false,
      },
    })
  })
})

describe('the wording of a difference', () => {
  const before = exampleReport({
    ok: true,
    findings: [],
    imports: exampleReport()
      .imports.slice(1)
      .map((item) => ({ ...item, name: item.name.replace('0.2.9', '0.2.3') })),
    capabilities: exampleReport().capabilities.filter(({ kind }) => kind !== 'opens-sockets'),
  })

  test('for people', async () => {
    await expect(formatDiff(diffReports(before, exampleReport()))).toMatchFileSnapshot('snapshots/diff.txt')
  })

  test('for a pull request', async () => {
    const markdown = formatMarkdownDiff(diffReports(before, exampleReport()))
    await expect(markdown).toMatchFileSnapshot('snapshots/diff.md')
  })

  test('no line is longer than 80 columns, whatever the components carry', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const diff = diffReports(hostileReport(seed), hostileReport(seed + 1))
      for (const line of formatDiff(diff).split('\n')) {
        const columns = Math.max(stringWidth(line), [...line].length)
        if (columns > 80 || /\p{C}/u.test(line)) expect.fail(`seed ${seed}: ${JSON.stringify(line)}`)
      }
    }
  })

  test('nothing that the components carry is more than text in a code span', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const foreign = findForeign(
        formatMarkdownDiff(diffReports(hostileReport(seed), hostileReport(seed + 1))),
      )
      if (foreign.length > 0) expect.fail(`seed ${seed}: ${JSON.stringify(foreign)}`)
    }
  })
})
