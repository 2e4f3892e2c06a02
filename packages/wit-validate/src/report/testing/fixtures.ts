import { type Finding, type FindingCode, findingCodes } from '@wasm-airlock/shared'
import type { Capability, ComponentReport, Contents } from '../../component-report.ts'
import { capabilityKinds, secretWords } from '../wording/words.ts'

/** For tests: a report that has one of everything, for a component that its author means no harm with. */
export function exampleReport(changes: Partial<ComponentReport> = {}): ComponentReport {
  return {
    ok: false,
    findings: [
      {
        code: 'policy-import-denied',
        severity: 'error',
        path: 'import wasi:sockets/tcp@0.2.9',
        args: {
          name: 'wasi:sockets/tcp@0.2.9',
          rule: '"wasi:sockets/tcp@0.2.9"',
          reason: 'no rule of the policy allows',
          change: 'add "wasi:sockets/tcp@0.2.9" to allow',
        },
      },
      {
        code: 'world-export-extra',
        severity: 'info',
        path: 'export exports',
        args: { name: 'exports', world: 'component:promptprocessor/promptmodifier@0.0.1' },
      },
    ],
    imports: [
      {
        name: 'wasi:sockets/tcp@0.2.9',
        kind: 'interface',
        functions: [
          {
            name: '[method]tcp-socket.start-connect',
            params: [
              { name: 'self', type: 'borrow<tcp-socket>' },
              { name: 'network', type: 'borrow<network>' },
              { name: 'remote-address', type: 'ip-socket-address' },
            ],
            result: 'result<_, error-code>',
          },
        ],
      },
      {
        name: 'wasi:clocks/wall-clock@0.2.9',
        kind: 'interface',
        functions: [
          { name: 'now', params: [], result: 'datetime' },
          { name: 'resolution', params: [], result: 'datetime' },
        ],
      },
      { name: 'log', kind: 'function', functions: [{ name: 'log', params: [], result: null }] },
    ],
    exports: [
      {
        name: 'component:promptprocessor/promptmodification@0.0.1',
        kind: 'interface',
        functions: [
          { name: 'before', params: [{ name: 'userprompt', type: 'string' }], result: 'string' },
          { name: 'after', params: [{ name: 'promptresult', type: 'string' }], result: 'string' },
        ],
      },
    ],
    capabilities: exampleCapabilities,
    offers: [{ kind: 'own-interface', exports: ['component:promptprocessor/promptmodification@0.0.1'] }],
    contents: exampleContents,
    ...changes,
  }
}

const exampleCapabilities: readonly Capability[] = [
  { kind: 'unknown', functions: [{ import: 'log', name: 'log', called: 'maybe' }] },
  {
    kind: 'opens-sockets',
    functions: [
      { import: 'wasi:sockets/tcp@0.2.9', name: '[method]tcp-socket.start-connect', called: 'maybe' },
    ],
  },
  {
    kind: 'tells-time',
    functions: [
      { import: 'wasi:clocks/wall-clock@0.2.9', name: 'now', called: 'maybe' },
      { import: 'wasi:clocks/wall-clock@0.2.9', name: 'resolution', called: 'never' },
    ],
  },
]

const exampleContents: Contents = {
  bytes: 18_332_123,
  hasStart: false,
  modules: [
    {
      where: 'module 0',
      bytes: 9_123_456,
      functions: 12_345,
      dataBytes: 2_000_000,
      memories: [{ minimumPages: 32, maximumPages: null }],
      tables: [{ minimum: 4_321, maximum: 4_321 }],
      hasStart: false,
    },
    {
      where: 'component 0 / module 1',
      bytes: 345,
      functions: 3,
      dataBytes: 0,
      memories: [],
      tables: [],
      hasStart: true,
    },
  ],
  components: [{ where: 'component 0', bytes: 1_234, hasStart: false }],
  customSections: [
    { where: 'component', name: 'producers', bytes: 120 },
    { where: 'module 0', name: 'name', bytes: 500_000 },
  ],
  producers: { language: { Python: '3.14' }, 'processed-by': { 'wit-component': '0.240.0' } },
  hosts: [
    {
      where: 'module 0 / data 3',
      offset: 1_234_567,
      host: 'api.example.com',
      count: 2,
      url: 'https://api.example.com/v1',
      isDocumentation: false,
    },
    {
      where: 'module 0 / data 3',
      offset: 1_300_000,
      host: 'docs.python.org',
      count: 40,
      url: 'https://docs.python.org/3/library/os.html',
      isDocumentation: true,
    },
  ],
  secrets: [
    { where: 'module 0 / data 3', offset: 1_234_600, kind: 'github-token', start: 'ghp_', length: 40 },
  ],
  embedded: [
    { where: 'module 0 / data 4', offset: 2_000_000, kind: 'core-module', encoding: 'binary', bytes: 4_096 },
  ],
  totals: {
    modules: 2,
    components: 1,
    customSections: 2,
    hosts: 2,
    secrets: 1,
    embedded: 1,
    dataBytes: 2_500_000,
    searchedBytes: 2_500_000,
    unchecked: 0,
  },
}

/** Names that mean something to a terminal, to Markdown, to HTML, to SARIF or to GitHub. */
export const hostileNames: readonly string[] = [
  '\u001b[2J\u001b]0;title\u0007',
  'two\nlines\r\n# heading',
  '`code` ``more`` ```fence',
  'a|b\\|c|',
  '<img src=x onerror=alert(1)>',
  '</details></code><script>alert(1)</script>',
  '@octocat and @org/team, octo@example.com',
  '#1 GH-1 octo/repo#1 da39a3ee5e6b4b0d3255bfef95601890afd80709',
  '[x](javascript:alert(1)) ![y](https://evil.example/y.png)',
  'https://evil.example www.evil.example <https://evil.example>',
  '**bold** _under_ ~~gone~~ $math$ :smile:',
  '&lt;img&gt; &#96; &amp;',
  '{0} {name} {{1}} [link](1)',
  '\u202egnp.exe\u2066 \u061c \u200b\u{e0041}\ufe0f\u3164\u00a0',
  '漢字'.repeat(60),
  `e${'\u0301'.repeat(400)}`,
  '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪'.repeat(20),
  '\ud800 lone',
  'x'.repeat(5_000),
  '-'.repeat(100),
  '    indented',
  '__proto__',
  'constructor',
  '',
  ' ',
]

/** Numbers between 0 and 1, always the same ones for a seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** For tests: a report in which every text is hostile. */
export function hostileReport(seed: number): ComponentReport {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const many = <Item>(make: () => Item, max = 6): Item[] =>
    Array.from({ length: Math.floor(random() * max) }, make)
  const text = () =>
    many(() => (random() < 0.7 ? pick(hostileNames) : randomText(random)), 4).join(pick(['', ' ', '.']))
  const number = () => Math.floor(random() * 10 ** Math.floor(random() * 16))
  const called = () => pick(['never', 'maybe', null] as const)
  const item = () => ({
    name: text(),
    kind: pick(['interface', 'function', 'type', 'component', 'module', 'value'] as const),
    functions: many(() => ({
      name: text(),
      params: many(() => ({ name: text(), type: text() })),
      result: pick([null, text()]),
    })),
  })
  const place = () => ({ where: text(), offset: number() })
  return exampleReport({
    ok: random() < 0.5,
    findings: many((): Finding => {
      const code = pick(Object.keys(findingCodes) as FindingCode[])
      const names = [...findingCodes[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
      const args = Object.fromEntries(names.map((name) => [name, pick([text(), number()])]))
      return { code, severity: pick(['error', 'warning', 'info'] as const), path: text(), args }
    }, 12),
    imports: many(item),
    exports: many(item),
    capabilities: many(() => ({
      kind: pick(capabilityKinds),
      functions: many(() => ({ import: text(), name: text(), called: called() })),
    })),
    offers: many(() => ({ kind: 'own-interface' as const, exports: many(text) })),
    contents: {
      ...exampleContents,
      bytes: number(),
      modules: many(() => ({
        where: text(),
        bytes: number(),
        functions: number(),
        dataBytes: number(),
        memories: many(() => ({ minimumPages: number(), maximumPages: pick([null, number()]) })),
        tables: many(() => ({ minimum: number(), maximum: pick([null, number()]) })),
        hasStart: random() < 0.5,
      })),
      customSections: many(() => ({ where: text(), name: text(), bytes: number() })),
      producers: Object.fromEntries(many(() => [text(), Object.fromEntries(many(() => [text(), text()]))])),
      hosts: many(() => ({ ...place(), host: text(), count: number(), url: text(), isDocumentation: false })),
      secrets: many(() => ({
        ...place(),
        kind: pick(Object.keys(secretWords) as (keyof typeof secretWords)[]),
        start: text(),
        length: number(),
      })),
      embedded: many(() => ({
        ...place(),
        kind: 'component' as const,
        encoding: 'base64' as const,
        bytes: pick([null, number()]),
      })),
    },
  })
}

/** Any UTF-16, printable or not. */
function randomText(random: () => number): string {
  const length = Math.floor(random() * 120)
  const ranges = [0x80, 0x300, 0x3000, 0x1_0000, 0x11_0000]
  return Array.from({ length }, () =>
    String.fromCodePoint(Math.floor(random() * (ranges[Math.floor(random() * ranges.length)] ?? 0x80))),
  ).join('')
}
