import { expect, test } from 'vitest'
import type { AppGraph, GraphContents } from './app-graph.ts'
import { formatGraph } from './format-graph.ts'

const c = 'a:b/c@1.2.0'
const empty = { imports: [], exports: [], parts: [], incomplete: null }
const composed: GraphContents = {
  ...empty,
  exports: [{ name: 'a:b/c@1.3.0', from: [{ from: 'part', part: 'guard', export: 'a:b/c@1.3.0' }] }],
  parts: [{ name: 'guard', imports: [], exports: [], parts: [] }],
}
const graph: AppGraph = {
  name: 'app',
  version: null,
  triggers: [],
  components: [
    {
      id: 'web',
      source: { kind: 'file', path: 'web.wasm' },
      grants: {
        aiModels: [],
        allowedOutboundHosts: [],
        keyValueStores: [],
        sqliteDatabases: [],
        variables: [],
        environment: [],
        files: [],
      },
      dependencies: [
        {
          name: c,
          source: { kind: 'file', path: 'dependencies/guard.wasm' },
          export: 'a:b/c@1.3.0',
          satisfies: [c],
          inherits: false,
          contents: composed,
        },
      ],
      imports: [{ name: c, from: 'dependency', dependency: c }],
      contents: { ...empty, imports: [c] },
    },
  ],
}

test('the export that a dependency satisfies by is in text and pictures', async () => {
  expect(await formatGraph(graph, 'text')).toContain(`${c} ← dependencies/guard.wasm (a:b/c@1.3.0)`)
  for (const format of ['dot', 'mermaid', 'svg'] as const)
    expect(await formatGraph(graph, format)).toContain('by a:b/c@1.3.0')
})

test('the edge to a composed dependency ends at its frame, and not behind the title', async () => {
  const dot = await formatGraph(graph, 'dot')
  const [, frame] = /subgraph (cluster_\w+)/.exec(dot) ?? []
  expect(frame).toBeDefined()
  expect(dot).toContain(`lhead=${frame}]`)
})
