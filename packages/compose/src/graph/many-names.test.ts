import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import type { AppGraph, GraphComponent, GraphContents, GraphLink } from './app-graph.ts'
import { formatGraph, graphFormats } from './format-graph.ts'
import { readContents } from './read-contents.ts'
import { readGraph } from './read-graph.ts'
import { findSources } from './satisfaction.ts'

let searches = 0

/** Counts how often it, and what is filtered out of it, is searched from its beginning. */
class SearchedList<T> extends Array<T> {
  override includes(item: T): boolean {
    searches += 1
    return super.includes(item)
  }

  override find(...args: Parameters<Array<T>['findIndex']>): T | undefined {
    searches += 1
    return super.find(...args)
  }

  override filter(...args: Parameters<Array<T>['findIndex']>): T[] {
    searches += 1
    return super.filter(...args)
  }
}

function listOf<T>(count: number, make: (name: string) => T): T[] {
  const list = new SearchedList<T>()
  for (let index = 0; index < count; index += 1) list.push(make(`a:b/i${index}`))
  return list
}

const header = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]

/** An unsigned LEB128 number. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)]
}

function sized(bytes: readonly number[]): number[] {
  return leb(bytes.length).concat(bytes)
}

/** A section of a binary, by hand: of so many entries, WAT takes minutes. */
function section(id: number, entries: readonly (readonly number[])[]): number[] {
  return [id].concat(sized(leb(entries.length).concat(entries.flat())))
}

const grants = {
  aiModels: [],
  allowedOutboundHosts: [],
  keyValueStores: [],
  sqliteDatabases: [],
  variables: [],
  environment: [],
  files: [],
}

/** A component with one dependency for all its imports; both are composed, and so is a part of the component. */
function graphOf(count: number): AppGraph {
  const own = listOf(count, (name): GraphLink => ({ name, from: [{ from: 'own' }] }))
  const passed = listOf(count, (name): GraphLink => ({ name, from: [{ from: 'import', name }] }))
  const ofPart = (part: string) =>
    listOf(count, (name): GraphLink => ({ name, from: [{ from: 'part', part, export: name }] }))
  const leaf = (name: string, imports: readonly GraphLink[]) => ({ name, imports, exports: own, parts: [] })
  const names = listOf(count, (name) => name)
  const contents = (parts: GraphContents['parts'], exports: GraphContents['exports']): GraphContents => ({
    imports: names,
    exports,
    parts,
    incomplete: null,
  })
  const inner = { name: 'inner', imports: passed, exports: ofPart('user'), parts: [leaf('user', passed)] }
  const component: GraphComponent = {
    id: 'web',
    source: { kind: 'file', path: 'web.wasm' },
    grants,
    dependencies: [
      {
        name: 'a:b',
        source: { kind: 'file', path: 'b.wasm' },
        export: null,
        satisfies: names,
        inherits: false,
        contents: contents([leaf('offer', [])], ofPart('offer')),
      },
    ],
    imports: names.map((name) => ({ name, from: 'dependency', dependency: 'a:b' })),
    contents: contents([inner, leaf('next', ofPart('inner')), leaf('last', ofPart('next'))], ofPart('last')),
  }
  return { name: 'app', version: null, triggers: [], components: [component] }
}

describe('a stranger with many names has no list searched once for each', () => {
  test.each(graphFormats)('%s', async (format) => {
    const searchesOf = async (count: number) => {
      searches = 0
      await formatGraph(graphOf(count), format)
      return searches
    }
    expect(await searchesOf(500)).toBe(await searchesOf(50))
  })

  test('who satisfies what', () => {
    const names = listOf(500, (name) => name)
    searches = 0
    const found = findSources(
      ['wasi:io/poll@0.2.0', 'o:p/q', ...names],
      [
        { name: 'a:b', satisfies: names },
        { name: 'a:b/i1', satisfies: listOf(2, (name) => name) },
      ],
    )
    expect(found.slice(0, 2)).toMatchObject([{ from: 'host' }, { from: 'nobody' }])
    expect(found.slice(2).every(({ dependency }) => dependency === 'a:b')).toBe(true)
    expect(searches).toBe(0)
  })
})

test('tens of thousands of imports that one dependency satisfies are read and shown', async () => {
  const count = 50_000
  const imports = listOf(count, (name) => `(import "${name}" (instance))`).join('\n')
  const folder = await folderOf({
    'spin.toml': manifestText('dependencies = { "a:b" = "1.0.0" }'),
    'web.wasm': await parseWat(`(component ${imports})`),
  })
  const graph = await readGraph(folder)
  const [web] = graph.components
  expect(web?.imports).toHaveLength(count)
  expect(web?.imports.every(({ from }) => from === 'dependency')).toBe(true)
  for (const format of graphFormats) expect(await formatGraph(graph, format)).toContain('web')
})

test('a wrapper with very many imports that is instantiated as often', () => {
  const count = 200_000
  const imports = Array.from({ length: count }, (_, index) => [
    0x00,
    ...sized([...Buffer.from(`f${index}`)]),
    0x01,
    0x00,
  ])
  const wrapper = [...header, ...section(10, imports)]
  const instances = Array.from({ length: count }, () => [0x00, 0x00, 0x00])
  const bytes = [header, [0x04], sized(wrapper), section(5, instances)].flat()
  expect(readContents(Uint8Array.from(bytes))).toMatchObject({ parts: [], incomplete: null })
})
