import { type Finding, type FindingCode, findingCodes } from '@wasm-airlock/shared'
import { capabilityKinds } from '../../capabilities/kinds.ts'
import type { ComponentReport } from '../../component-report.ts'
import { secretWords } from '../wording/words.ts'
import { exampleContents, exampleReport } from './example-report.ts'

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
    reach: pick([
      null,
      { complete: true, reason: null },
      { complete: false, reason: 'too-large' as const },
      { complete: false, reason: null },
    ]),
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
