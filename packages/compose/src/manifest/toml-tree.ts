import { type AST, parseTOML } from 'toml-eslint-parser'

/** A table, and everywhere that something of it is written. */
export interface TomlTable {
  readonly kind: 'table'
  readonly children: Map<string, TomlNode>
  /** `[a.b]` or `[[a.b]]`, where it has a header. */
  header: AST.TOMLTable | undefined
  /** `{ … }`, where it is written so. */
  inline: AST.TOMLInlineTable | undefined
  /** Lines such as `a.b.key = …`, and how many of their keys lead to this table. */
  readonly dotted: { readonly entry: AST.TOMLKeyValue; readonly depth: number }[]
}

interface TomlArray {
  readonly kind: 'array'
  readonly items: TomlNode[]
  /** `[ … ]`; absent where it is made of `[[a.b]]`. */
  readonly inline: AST.TOMLArray | undefined
}

interface TomlLeaf {
  readonly kind: 'leaf'
  readonly value: AST.TOMLValue
}

export type TomlNode = TomlTable | TomlArray | TomlLeaf

/** What is written where in a text of TOML. */
export interface TomlTree {
  readonly root: TomlTable
  /** All headers, in the order of the text. */
  readonly headers: readonly AST.TOMLTable[]
  /** What stands before the first header. */
  readonly entries: readonly AST.TOMLKeyValue[]
}

/**
 * Finds the places of all keys and values.
 *
 * @param text TOML that another parser has read already.
 * @throws Error of the parser.
 */
export function readTomlTree(text: string): TomlTree {
  const root = newTable()
  const headers: AST.TOMLTable[] = []
  const entries: AST.TOMLKeyValue[] = []
  for (const node of parseTOML(text, { tomlVersion: '1.1' }).body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      entries.push(node)
      addEntry(root, node)
    } else {
      headers.push(node)
      const table = openTable(root, node)
      for (const entry of node.body) addEntry(table, entry)
    }
  }
  return { root, headers, entries }
}

/** The keys of a header or of an entry. */
function keysOf({ keys }: AST.TOMLKey): string[] {
  return keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))
}

function newTable(inline?: AST.TOMLInlineTable): TomlTable {
  return { kind: 'table', children: new Map(), header: undefined, inline, dotted: [] }
}

function openTable(root: TomlTable, header: AST.TOMLTable): TomlTable {
  const keys = keysOf(header.key)
  const last = keys.pop() as string
  const parent = keys.reduce(enter, root)
  if (header.kind === 'standard') {
    const table = enter(parent, last)
    table.header = header
    return table
  }
  let array = parent.children.get(last)
  if (array === undefined) {
    array = { kind: 'array', items: [], inline: undefined }
    parent.children.set(last, array)
  }
  const table = newTable()
  table.header = header
  if (array.kind === 'array') array.items.push(table)
  return table
}

/** The table of a name, or the last one of an array of tables. */
function enter(parent: TomlTable, key: string): TomlTable {
  const child = parent.children.get(key)
  const found = child?.kind === 'array' ? child.items.at(-1) : child
  if (found?.kind === 'table') return found
  const made = newTable()
  parent.children.set(key, made)
  return made
}

function addEntry(table: TomlTable, entry: AST.TOMLKeyValue): void {
  const keys = keysOf(entry.key)
  const last = keys.pop() as string
  let parent = table
  for (const [index, key] of keys.entries()) {
    parent = enter(parent, key)
    parent.dotted.push({ entry, depth: index + 1 })
  }
  parent.children.set(last, nodeOf(entry.value))
}

function nodeOf(value: AST.TOMLContentNode): TomlNode {
  if (value.type === 'TOMLValue') return { kind: 'leaf', value }
  if (value.type === 'TOMLArray') return { kind: 'array', items: value.elements.map(nodeOf), inline: value }
  const table = newTable(value)
  for (const entry of value.body) addEntry(table, entry)
  return table
}
