import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchChromium } from '../../../../tools/browser.ts'
import { templatePath } from '../template.ts'
import { folderOf, greedyPlugOf, manifestText, plugOf, promptInterface } from '../testing/fixtures.ts'
import type { AppGraph, GraphComponent, GraphPart } from './app-graph.ts'
import { formatGraph, graphFormats } from './format-graph.ts'
import { readGraph } from './read-graph.ts'

const hostile = [
  'a"b',
  "a'b",
  'line\nbreak\r\n\ttab',
  '<script>alert(1)</script>',
  '" onload="alert(1)',
  '--> <b>',
  ']]> &amp; &lt; &#0; &unknown;',
  '\\N \\G \\E \\l \\" \\',
  '\u202egnp.exe\u2066',
  'null\0 bell\x07 \x1b[31m',
  '\ud800 lone \udfff',
  '\ufffe\uffff',
  '日本語 ünï 👩‍👩‍👧‍👦',
  'x'.repeat(10_000),
  '<'.repeat(10_000),
  '"]:::x; click n1 href "javascript:alert(1)" %%{init: {}}%%',
  'end',
  '',
  ' ',
  '__proto__',
]

function graphOf(name: string): AppGraph {
  const part = (of: string, parts: readonly GraphPart[] = []): GraphPart => ({
    name: of,
    imports: [
      {
        name,
        from: [{ from: 'part', part: `${name}2`, export: name }, { from: 'import', name }, { from: 'own' }],
      },
    ],
    exports: [{ name, from: [{ from: 'own' }] }],
    parts,
  })
  const contents = {
    imports: [name, `wasi:${name}`],
    exports: [{ name, from: [{ from: 'part', part: name, export: name } as const] }],
    parts: [part(name), part(`${name}2`, [part(name)])],
    incomplete: name,
  }
  const component: GraphComponent = {
    id: name,
    source: { kind: 'registry', package: name, version: name, registry: name },
    grants: {
      aiModels: [name],
      allowedOutboundHosts: [name],
      keyValueStores: [],
      sqliteDatabases: [],
      variables: [],
      environment: [],
      files: [],
    },
    dependencies: [
      {
        name,
        source: { kind: 'url', url: name, digest: name },
        export: null,
        satisfies: [name],
        inherits: true,
        contents,
      },
    ],
    imports: [
      { name, from: 'nobody', dependency: null },
      { name: `wasi:${name}`, from: 'host', dependency: null },
      { name: 'fermyon:spin/llm@2.0.0', from: 'host', dependency: null },
    ],
    contents,
  }
  return {
    name,
    version: name,
    triggers: [
      {
        kind: 'http',
        route: name,
        settings: {},
        runs: [{ role: name, component: name }],
        staticStatus: null,
      },
      { kind: name, route: null, settings: { [name]: name }, runs: [], staticStatus: 200 },
    ],
    components: [component],
  }
}

/** What a browser has, of which Node.js knows no types. */
interface DomParser {
  parseFromString(text: string, type: string): DomDocument
}
interface DomElement {
  readonly nodeName: string
  readonly textContent: string | null
  getAttributeNames(): string[]
}
interface DomDocument {
  querySelector(selector: string): DomElement | null
  querySelectorAll(selector: string): Iterable<DomElement>
}

const chromium = await findChromium()

describe.skipIf(chromium === undefined)('names of strangers', () => {
  let parse: (svg: string) => Promise<{ error: string | null; names: string[]; attributes: string[] }>
  let close: () => Promise<void>
  beforeAll(async () => {
    const browser = await launchChromium(chromium as string)
    const page = await browser.newPage()
    close = () => browser.close()
    parse = (svg) =>
      page.evaluate((text) => {
        const Parser = Reflect.get(globalThis, 'DOMParser') as new () => DomParser
        const read = new Parser().parseFromString(text, 'image/svg+xml')
        const all = [...read.querySelectorAll('*')]
        return {
          error: read.querySelector('parsererror')?.textContent ?? null,
          names: [...new Set(all.map((element) => element.nodeName))],
          attributes: [...new Set(all.flatMap((element) => element.getAttributeNames()))],
        }
      }, svg)
  })
  afterAll(() => close())

  test.each(hostile.map((name) => [name.slice(0, 40), name]))('%j', async (_, name) => {
    const svg = await formatGraph(graphOf(name), 'svg')
    const { error, names, attributes } = await parse(svg)
    expect(error).toBeNull()
    const drawn = [
      'svg',
      'title',
      'desc',
      'style',
      'rect',
      'g',
      'path',
      'polygon',
      'text',
      'ellipse',
      'polyline',
    ]
    expect(names.filter((each) => !drawn.includes(each))).toEqual([])
    expect(attributes.filter((each) => /^on|href|src|^style$/i.test(each))).toEqual([])
    expect(svg).not.toMatch(/url\(|@import|<!|<\?|xlink/i)
    expect(svg.length).toBeLessThan(60_000)
  })
})

test.each(hostile.map((name) => [name.slice(0, 40), name]))(
  '%j as text, in Mermaid and in DOT',
  async (_, name) => {
    const text = await formatGraph(graphOf(name), 'text')
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(700)
    const mermaid = await formatGraph(graphOf(name), 'mermaid')
    for (const line of mermaid.trimEnd().split('\n')) {
      const outside = line.replaceAll(/"[^"]*"/g, '""')
      expect(outside).toMatch(/^( *|flowchart TB| {2}accTitle: .*|[\w ,:-]*[\w"\]})([{/|.=> -]*)$/)
      for (const [label] of line.matchAll(/"[^"]*"/g)) {
        expect(label.slice(1, -1).replaceAll('<br/>', '').replaceAll(/#\d+;/g, '')).not.toMatch(
          /[<>"'`#;\\[\]{}()|%&]/,
        )
      }
    }
  },
)

describe('what is shown', () => {
  const document = async () => {
    const folder = await folderOf({
      'spin.toml': manifestText('ai_models = ["llama2-chat"]'),
      'web.wasm': await parseWat(`(component
        (import "fermyon:spin/llm@2.0.0" (instance $llm))
        (component $plug (core module (func)) (import "fermyon:spin/llm@2.0.0" (instance))
          (instance $none) (export "a:b/c" (instance $none)))
        (component $main (core module (func)) (import "a:b/c" (instance $c)) (export "run" (instance $c)))
        (instance $pirate (instantiate $plug (with "fermyon:spin/llm@2.0.0" (instance $llm))))
        (alias export $pirate "a:b/c" (instance $c))
        (instance $shop (instantiate $main (with "a:b/c" (instance $c))))
        (alias export $shop "run" (instance $run))
        (export "run" (instance $run)))`),
    })
    return readGraph(folder)
  }

  test('as text: who gets what from whom, and what is open, with what is granted', async () => {
    expect(await formatGraph(await document(), 'text')).toBe(`web-app
└─ HTTP /...
   └─ web  (web.wasm)
      ├─ composed of
      │  ├─ pirate
      │  │  └─ fermyon:spin@2.0.0: llm ← from outside
      │  └─ shop
      │     └─ a:b/c ← pirate
      ├─ exports
      │  └─ run ← shop
      └─ open, to be offered by the host
         └─ fermyon:spin@2.0.0: llm (models: llama2-chat)
`)
  })

  test('in Mermaid and in DOT: the same nodes and edges, again and again', async () => {
    const graph = await document()
    const mermaid = await formatGraph(graph, 'mermaid')
    expect(mermaid).toContain('n2 -->|"a:b<br/>c"| n1')
    expect(mermaid).toContain('n1 -.-> n3')
    expect(mermaid).toContain('n4 ==> n2')
    const dot = await formatGraph(graph, 'dot')
    for (const edge of ['n2 -> n2_n1', 'n2_n1 -> n1', 'n1 -> n3', 'n4 -> n2']) expect(dot).toContain(edge)
    for (const format of graphFormats) {
      expect(await formatGraph(await document(), format)).toBe(await formatGraph(graph, format))
    }
  })

  test('as SVG: with a title, a description, and colours for the dark', async () => {
    const svg = await formatGraph(await readGraph(templatePath()), 'svg')
    expect(svg).toContain('<title id="title">How prompt-app 0.1.0 is put together</title>')
    expect(svg).toContain('HTTP /... runs prompt-app.')
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).toContain('offered by nobody')
  })
})

test('what is too much for a picture is counted, and drawn in time', async () => {
  const one = graphOf('a:b/c@1.0.0')
  const [component] = one.components
  const parts = Array.from(
    { length: 30 },
    (_, index): GraphPart => ({
      name: `p${index}`,
      imports: Array.from({ length: index }, (_, other) => ({
        name: `i${other}`,
        from: [{ from: 'part', part: `p${other}`, export: 'x' }],
      })),
      exports: [],
      parts: [],
    }),
  )
  const components = Array.from(
    { length: 500 },
    (_, index): GraphComponent => ({
      ...(component as GraphComponent),
      id: `c${index}`,
      contents: { imports: [], exports: [], parts, incomplete: null },
    }),
  )
  const begin = performance.now()
  const svg = await formatGraph({ ...one, components }, 'svg')
  expect(performance.now() - begin).toBeLessThan(10_000)
  expect(svg).toContain('and 460 more components')
  expect((await formatGraph({ ...one, components }, 'text')).split('\n').length).toBeLessThan(5010)
})

test('a dependency of the manifest stands beside the component', async () => {
  const folder = await folderOf({
    'spin.toml': manifestText('dependencies = { "a:b/c@1.0.0" = { path = "c.wasm" } }'),
    'web.wasm': await greedyPlugOf(promptInterface, 'a:b/c@1.0.0'),
    'c.wasm': await plugOf('u32', 'a:b/c@1.0.0'),
  })
  const graph = await readGraph(folder)
  expect(await formatGraph(graph, 'text')).toContain('a:b/c@1.0.0 ← c.wasm')
  expect(await formatGraph(graph, 'mermaid')).toMatch(/n1 -->\|"a:b<br\/>c@1.0.0"\| n2/)
})
