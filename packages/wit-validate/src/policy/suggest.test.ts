import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ComponentizeOptions, componentizeSource } from '@wasm-airlock/componentize'
import type { WorldItem } from '@wasm-airlock/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { validateComponent } from '../validate.ts'
import { findDenied } from './find-denied.ts'
import { findUnusedRules } from './find-unused.ts'
import { formatPolicy } from './format.ts'
import type { Policy } from './policy.ts'
import { parsePolicy } from './policy-file.ts'
import { type SuggestOptions, suggestPolicy } from './suggest.ts'

const everyOption: SuggestOptions[] = [true, false].flatMap((functions) =>
  (['exact', 'compatible', 'any'] as const).map((versions) => ({ functions, versions })),
)

function item(name: string, ...functions: string[]): WorldItem {
  const signatures = functions.map((it) => ({ name: it, params: [], result: null }))
  return { name, kind: 'interface', functions: signatures }
}

describe('the suggested policy', () => {
  test.each([
    [{}, ['a:b/c@0.2.3', 'a:b/c@0.2.9', 'a:b/d@0.2.0-rc.1', 'log', 'x:y/z']],
    [{ versions: 'compatible' }, ['a:b/c@^0.2.3', 'a:b/d@0.2.0-rc.1', 'log', 'x:y/z']],
    [{ versions: 'any' }, ['a:b/c', 'a:b/d', 'log', 'x:y/z']],
    [
      { functions: true, versions: 'compatible' },
      ['a:b/c@^0.2.3#f', 'a:b/c@^0.2.9#[method]r.g', 'a:b/d@0.2.0-rc.1', 'log', 'x:y/z#h'],
    ],
  ] as [SuggestOptions, string[]][])('with %j', (options, allow) => {
    const imports = [
      item('x:y/z', 'h'),
      item('a:b/c@0.2.9', 'f', '[method]r.g'),
      item('a:b/c@0.2.3', 'f'),
      item('a:b/d@0.2.0-rc.1'),
      { ...item('log', 'log'), kind: 'function' as const },
    ]
    const policy = suggestPolicy(imports, options)
    expect(policy).toEqual({ allow })
    expectTight(imports, policy)
  })

  test('of nothing is nothing', () => {
    expect(suggestPolicy([])).toEqual({ allow: [] })
  })

  test.each([['unlocked-dep=<a:b>'], ['wasi:cli/enviroment@0.2.9'], ['a:b/c@0.2']])(
    'is refused for %s, which no rule can name',
    (name) => {
      expect(() => suggestPolicy([item(name)])).toThrow(expect.objectContaining({ code: 'policy-invalid' }))
    },
  )

  test('is refused for more imports than there can be rules', () => {
    const imports = Array.from({ length: 100_000 }, (_, index) => item(`a:b/c@0.0.${index}`))
    for (const options of everyOption.slice(0, 2))
      expect(() => suggestPolicy(imports, options)).toThrow(
        expect.objectContaining({ code: 'policy-invalid' }),
      )
  })
})

/** It passes, nothing of it can be left out, and it is the same when it was written and read. */
function expectTight(imports: readonly WorldItem[], policy: Policy): void {
  expect(findDenied(imports, policy)).toEqual([])
  expect(findUnusedRules(imports, policy)).toEqual([])
  const spare = policy.allow.filter(
    (_, index) => findDenied(imports, { allow: policy.allow.toSpliced(index, 1) }).length === 0,
  )
  expect(spare).toEqual([])
  for (const format of ['toml', 'json'] as const) {
    const { lines, ...read } = parsePolicy(formatPolicy(policy, format), { format })
    expect(read).toEqual(policy)
    expect(new Set(lines?.allow).size).toBe(policy.allow.length)
  }
}

describe('of what real toolchains build', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-policy-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function build(name: string, text: string, options: ComponentizeOptions): Promise<Uint8Array> {
    const path = join(folder, name)
    await writeFile(path, text)
    return (await componentizeSource(path, options)).bytes
  }

  const sources: [string, string, ComponentizeOptions][] = [
    [
      'with_wasi.py',
      'def before(userprompt: str) -> str:\n    return userprompt\n\ndef after(promptresult: str) -> str:\n    return promptresult\n',
      { wasi: true },
    ],
    [
      'features.js',
      'export const before = (x) => x\nexport const after = (x) => x\n',
      { features: ['stdio', 'clocks', 'random', 'http', 'fetch-event'] },
    ],
  ]

  test.each(sources)('%s: it passes, and nothing of it can be left out', async (name, text, options) => {
    const bytes = await build(name, text, options)
    const { imports } = await validateComponent(bytes)
    expect(imports.length).toBeGreaterThan(5)
    for (const suggested of everyOption) {
      const policy = suggestPolicy(imports, suggested)
      expect(policy.allow.length).toBeGreaterThanOrEqual(imports.length)
      expectTight(imports, policy)
    }
    const policy = suggestPolicy(imports, { functions: true, versions: 'compatible' })
    expect((await validateComponent(bytes, { policy })).findings.map(({ code }) => code)).not.toContainEqual(
      expect.stringContaining('denied'),
    )
  })
})

describe('a written policy', () => {
  const policy: Policy = {
    extends: 'wasi-cli',
    allow: ['fermyon:spin/llm@2.0.0', 'log', 'wasi:http/types', '*'],
    deny: ['wasi:sockets/*'],
    limits: { maxBytes: 1_000_000, maxMemories: 1 },
  }

  test('in TOML names each package', () => {
    expect(formatPolicy(policy)).toBe(`extends = "wasi-cli"
allow = [
  # fermyon:spin
  "fermyon:spin/llm@2.0.0",
  "log",
  # wasi:http
  "wasi:http/types",
  "*",
]
deny = [
  "wasi:sockets/*",
]

[limits]
maxBytes = 1000000
maxMemories = 1
`)
  })

  test.each(['toml', 'json'] as const)('in %s is read as what it was', (format) => {
    const { lines: _, ...read } = parsePolicy(formatPolicy(policy, format), { format })
    expect(read).toEqual(policy)
  })

  test('is refused where it would carry other text', () => {
    expect(() => formatPolicy({ allow: ['log"]\ndeny = ["x'] })).toThrow(
      expect.objectContaining({ code: 'policy-invalid' }),
    )
  })
})

test('rules that a component does not need are named when asked for', () => {
  const policy: Policy = {
    extends: 'wasi-cli',
    allow: ['a:b/*', 'x:y/z#g', 'x:y/z#f', 'log', 'wasi:*'],
    lines: { allow: [2, 3, 4, 5, 6], deny: [] },
  }
  const found = findUnusedRules([item('x:y/z', 'f'), item('a:b/c@1.0.0')], policy)
  expect(found).toEqual([
    { code: 'policy-rule-unused', severity: 'info', path: 'policy line 3', args: { rule: '"x:y/z#g"' } },
    { code: 'policy-rule-unused', severity: 'info', path: 'policy line 5', args: { rule: '"log"' } },
    { code: 'policy-rule-unused', severity: 'info', path: 'policy line 6', args: { rule: '"wasi:*"' } },
  ])
})
