import { parseManifest } from '@wasm-airlock/host'
import { execaSync } from 'execa'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { describe, expect, test } from 'vitest'
import { listComponents } from '../app/list-components.ts'
import { manifests } from '../testing/manifests.ts'
import { editManifest, type ManifestEdit, type TomlValue } from './edit-manifest.ts'

const hostile = [
  'x.wasm',
  '"',
  "'''",
  '"""',
  '\\',
  'a\nb = 1\n[component.evil]\nsource = "x"',
  '\r\n',
  '\t\b\f\u0000\u007f\u001b[31m',
  '#',
  '" }\n',
  'é🦀\u202e\u2028',
  '{{ x }}',
  '',
  'toString',
]

/** Numbers that look random, and are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    return ((mixed ^ (mixed >>> 13)) >>> 0) % below
  }
}

/** What a composition may ask for, with names and texts that want to be something else. */
function editsFor(text: string, seed: number): ManifestEdit[] {
  const next = numbers(seed)
  const pick = <T>(list: readonly T[]) => list[next(list.length)] as T
  const components = listComponents(parseManifest(text))
  return Array.from({ length: 1 + next(5) }, (): ManifestEdit => {
    const { place } = pick(components)
    const dependency = pick(['a:b/c@1.0.0', 'a:b', ...hostile])
    return pick<ManifestEdit>([
      { path: [...place, 'source'], value: pick(hostile) },
      { path: [...place, 'dependencies_inherit_configuration'], value: next(2) === 0 },
      { path: [...place, 'dependencies', dependency], value: { path: pick(hostile) } },
      { path: [...place, 'dependencies', dependency], value: { path: 'd/x.wasm', export: pick(hostile) } },
      { path: ['variables', pick(['choice', 'the_choice'])], value: { default: pick(hostile) } },
      { path: [...place, 'variables', 'choice'], value: '{{ choice }}' },
      { path: [...place, 'environment', pick(hostile)], value: pick(hostile) },
      { path: [...place, 'ai_models'], value: [pick(hostile), pick(hostile)] },
    ])
  })
}

function applied(data: unknown, [key, ...rest]: ManifestEdit['path'], value: TomlValue): unknown {
  if (key === undefined) return value
  const copy = Array.isArray(data) ? [...data] : { ...(data as object) }
  const child = Object.hasOwn(copy, key) ? Reflect.get(copy, key) : undefined
  Object.defineProperty(copy, key, {
    value: applied(child, rest, value),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return copy
}

/** Plain tables, and dates as text, so that parsers can be compared. */
function plain(data: unknown): unknown {
  if (data instanceof Date) return 'a date'
  if (Array.isArray(data)) return data.map(plain)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]))
}

/** A parser may read a line break of the text as it likes. */
function withoutReturns(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(plain(data), (_, value: unknown) => (value === 0 ? 0 : value)).replaceAll('\\r\\n', '\\n'),
  )
}

/** Lines of one text that are not, in their order, lines of the other. */
function missingLines(before: string, after: string): string[] {
  const rest = after.split('\n')
  const missing: string[] = []
  for (const line of before.split('\n')) {
    const found = rest.indexOf(line)
    if (found === -1) missing.push(line)
    else rest.splice(0, found + 1)
  }
  return missing
}

const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'without an end': (text) => text.trimEnd(),
  'with a mark': (text) => `\uFEFF${text}`,
}

describe.each(Object.entries(forms))('a manifest %s', (_, form) => {
  test.each(Object.entries(manifests))('%s', (_, source) => {
    const text = form(source)
    expect(editManifest(text, [])).toBe(text)
    let made = 0
    for (let seed = 0; seed < 30; seed += 1) {
      const edits = editsFor(text, seed)
      let after: string
      try {
        after = editManifest(text, edits)
      } catch (error) {
        // The only one that cannot be made: a table of its own would lose what it says besides.
        expect(error).toMatchObject({
          code: 'manifest-invalid',
          message: expect.stringMatching(/would be lost|several tables/),
        })
        continue
      }
      made += 1
      const expected = edits.reduce<unknown>(
        (data, { path, value }) => applied(data, path, value),
        plain(parseManifest(text)),
      )
      expect(plain(parseManifest(after))).toEqual(expected)
      const { body } = parseTOML(after.replace('\uFEFF', ''))
      expect(withoutReturns(getStaticTOMLValue(body[0]))).toEqual(withoutReturns(expected))
      const missing = missingLines(text, after)
      expect(missing.length).toBeLessThanOrEqual(edits.length)
      for (const line of missing) expect(line).toMatch(/source|""" }|= *["'{[]|path|default|inherit/)
      expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
      if (text.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/)
      expect(after.endsWith('\n')).toBe(text.endsWith('\n'))
    }
    expect(made).toBeGreaterThan(10)
  })
})

test('another parser reads the same', () => {
  const texts = Object.values(manifests).flatMap((text) =>
    [1, 2, 3, 4, 5, 6].flatMap((seed) => {
      try {
        return [editManifest(text, editsFor(text, seed))]
      } catch {
        return []
      }
    }),
  )
  const program =
    'import sys, json, tomllib\njson.dump([tomllib.loads(t) for t in json.load(sys.stdin)], sys.stdout, default=lambda v: "a date")'
  const { stdout, exitCode, stderr } = execaSync('python3', ['-c', program], {
    input: JSON.stringify(texts),
    reject: false,
  })
  if (/No module named 'tomllib'/.test(stderr)) return
  expect(exitCode, stderr).toBe(0)
  const read: unknown = JSON.parse(stdout.replaceAll(/\b(NaN|-?Infinity)\b/g, 'null'))
  expect(withoutReturns(read)).toEqual(withoutReturns(texts.map((text) => parseManifest(text))))
})

describe('a new table', () => {
  const edits = (id: string): ManifestEdit[] => [
    { path: ['component', id, 'dependencies_inherit_configuration'], value: false },
    { path: ['component', id, 'dependencies', 'a:b/c@1.0.0'], value: { path: 'dependencies/x.wasm' } },
    { path: ['component', id, 'dependencies', 'a:b/d@1.0.0'], value: { path: 'dependencies/y.wasm' } },
    { path: ['variables', 'choice'], value: { default: 'x' } },
  ]

  test('has its place beside that of the component, behind the comments that close it', () => {
    const text = manifests['comments everywhere'] ?? ''
    expect(addedTo(text, editManifest(text, edits('web')))).toEqual([
      ['', '[variables]', 'choice = { default = "x" }', ''],
      ['   "b" ]   # after', 'dependencies_inherit_configuration = false'],
      [
        '',
        '[component.web.dependencies]',
        '"a:b/c@1.0.0" = { path = "dependencies/x.wasm" }',
        '"a:b/d@1.0.0" = { path = "dependencies/y.wasm" }',
        '',
      ],
    ])
  })

  test('leaves a comment to the table that it stands above', () => {
    const text = manifests['comments that touch the next table'] ?? ''
    expect(addedTo(text, editManifest(text, edits('other').slice(1, 2)))).toEqual([
      [
        'source = "other.wasm"',
        '',
        '[component.other.dependencies]',
        '"a:b/c@1.0.0" = { path = "dependencies/x.wasm" }',
        '',
      ],
    ])
  })

  test('is a line where the component is written in lines', () => {
    const text = manifests['dotted at the top'] ?? ''
    expect(addedTo(text, editManifest(text, edits('web')))).toEqual([
      [
        'component.web.ai_models = ["m"]',
        'component.web.dependencies_inherit_configuration = false',
        'component.web.dependencies."a:b/c@1.0.0" = { path = "dependencies/x.wasm" }',
        'component.web.dependencies."a:b/d@1.0.0" = { path = "dependencies/y.wasm" }',
      ],
      ["component.other.source = 'other.wasm'", 'variables.choice = { default = "x" }'],
    ])
  })

  test('belongs to the trigger that its component stands in', () => {
    const text = manifests['a component in a trigger, as a table'] ?? ''
    const place = ['trigger', 'http', 1, 'component']
    const after = editManifest(text, [
      { path: [...place, 'source'], value: 'new.wasm' },
      { path: [...place, 'dependencies', 'a:b'], value: { path: 'x.wasm' } },
    ])
    expect(after).toContain(`
  [trigger.http.component] # b
  source = "new.wasm"
  # closes b

  [trigger.http.component.dependencies]
  "a:b" = { path = "x.wasm" }

[[trigger.redis]]`)
  })
})

test('a table of several lines gets its values, and loses none', () => {
  const text = manifests['dependencies by headers of their own'] ?? ''
  const path = ['component', 'web', 'dependencies', 'a:b/c@1.0.0']
  const after = editManifest(text, [{ path, value: { path: 'new.wasm', export: 'x' } }])
  expect(after).toBe(text.replace('"old.wasm" # to be replaced', '"new.wasm" # to be replaced\nexport = "x"'))
  expect(() => editManifest(after, [{ path, value: { path: 'new.wasm' } }])).toThrow(/export would be lost/)
})

describe('refused by name, with what to write by hand', () => {
  const text = manifests.plain ?? ''
  test.each<[ManifestEdit['path'], TomlValue]>([
    [['component', 'web', 'environment', '__proto__'], 'x'],
    [['component', 'web', 'environment', 'constructor'], 'x'],
    [['__proto__', 'polluted'], 'x'],
    [['component', 'web', 'source', 'url'], 'x'],
    [['component', 'web', 'source', 0], 'x'],
    [['component', 'web', 0], 'x'],
    [['trigger', 'http', 7, 'route'], '/'],
    [['trigger', 'http', 'route'], '/'],
    [['trigger', 'http', 0], { route: '/' }],
    [['component', 'web', 'unknown'], 'x'],
    [['component', 'Not-Kebab', 'source'], 'x'],
    [['component', 'web', 'source'], '\ud800'],
    [['component', 'web', 'source'], Number.NaN],
    [[], {}],
  ])('%j', (path, value) => {
    const item = path.join('.')
    expect(() => editManifest(text, [{ path, value }])).toThrow(
      expect.objectContaining({ code: 'manifest-invalid', item, hint: expect.stringContaining(item) }),
    )
    expect({}).not.toHaveProperty('polluted')
  })

  test('a text that is no manifest', () => {
    for (const broken of ['', 'x', `${text}[component.web]\n`, `${text}unknown = 1\n`]) {
      expect(() => editManifest(broken, [])).toThrow(expect.objectContaining({ code: 'manifest-invalid' }))
    }
  })
})

/** Lines that are new, each run of them behind the line that it follows. */
function addedTo(before: string, after: string): string[][] {
  const runs: string[][] = []
  const old = before.split('\n')
  let at = 0
  let isRun = false
  let last = ''
  for (const line of after.split('\n')) {
    if (line === old[at]) {
      at += 1
      last = line
      isRun = false
    } else if (isRun) runs.at(-1)?.push(line)
    else {
      runs.push([last, line])
      isRun = true
    }
  }
  expect(at).toBe(old.length)
  return runs
}
