import type { AST } from 'toml-eslint-parser'
import type { ManifestEdit, TomlValue } from './edit-manifest.ts'
import { printTomlKey, printTomlValue } from './print-toml.ts'
import { endOfLine, indentAt, insertLines, insertTable } from './text-lines.ts'
import { readTomlTree, type TomlNode, type TomlTable, type TomlTree } from './toml-tree.ts'

/** A change of text that the way in which a manifest is written does not allow. */
export class CannotEdit extends Error {}

/**
 * Sets one value by the smallest change of text: what is there is replaced, what is new comes after the last entry
 * of its table, or into a table of its own behind the one that it belongs to.
 *
 * @throws CannotEdit where what is there is of another kind, or would lose something.
 */
export function setValue(text: string, { path, value }: ManifestEdit): string {
  const tree = readTomlTree(text)
  let node: TomlNode = tree.root
  for (const [index, key] of path.entries()) {
    const child: TomlNode | undefined = childOf(node, key)
    if (child === undefined) {
      if (node.kind !== 'table') throw new CannotEdit('there is no such table')
      return addEntry(text, tree, { table: node, path: path.slice(0, index), keys: path.slice(index), value })
    }
    node = child
  }
  return replaceNode(text, node, path, value)
}

function childOf(node: TomlNode, key: string | number): TomlNode | undefined {
  if (typeof key === 'string' && node.kind === 'table') return node.children.get(key)
  if (typeof key === 'number' && node.kind === 'array') return node.items[key]
  throw new CannotEdit('it is not inside of a table')
}

function replaceNode(text: string, node: TomlNode, path: ManifestEdit['path'], value: TomlValue): string {
  const place = node.kind === 'leaf' ? node.value : node.inline
  if (place !== undefined) return splice(text, place.range, printTomlValue(value))
  if (node.kind !== 'table' || typeof value !== 'object' || Array.isArray(value)) {
    throw new CannotEdit('it is written as several tables')
  }
  // Lines of a table may be anywhere: each is set by itself, and none is taken away.
  const lost = [...node.children.keys()].find((key) => !Object.hasOwn(value, key))
  if (lost !== undefined) throw new CannotEdit(`its ${lost} would be lost`)
  return Object.entries(value).reduce(
    (changed, [key, item]) => setValue(changed, { path: [...path, key], value: item }),
    text,
  )
}

/** An entry that is to be made. */
interface NewEntry {
  /** The innermost table that is there. */
  readonly table: TomlTable
  readonly path: ManifestEdit['path']
  /** What leads on from there; the last is the key of the entry. */
  readonly keys: ManifestEdit['path']
  readonly value: TomlValue
}

function addEntry(text: string, tree: TomlTree, entry: NewEntry): string {
  const { table, path, value } = entry
  const keys = entry.keys.map((key) => {
    if (typeof key === 'string') return key
    throw new CannotEdit('there is no such table')
  })
  if (table.inline !== undefined) return addInline(text, table.inline, keys, value)
  const last = table.dotted.at(-1)
  if (last !== undefined && table.header === undefined) {
    const prefix = last.entry.key.keys.slice(0, last.depth)
    const [start, end] = [prefix[0]?.range[0] ?? 0, prefix.at(-1)?.range[1] ?? 0]
    const line = `${text.slice(start, end)}.${keys.map(printTomlKey).join('.')} = ${printTomlValue(value)}`
    return last.entry.parent.type === 'TOMLInlineTable'
      ? addAfter(text, last.entry, line)
      : addLine(text, last.entry, line)
  }
  if (path.length === 0) return addToRoot(text, tree, keys, value)
  if (table.header !== undefined && keys.length === 1) {
    const [key = ''] = keys
    const before = table.header.body.at(-1)
    return addLine(text, before ?? table.header.key, `${printTomlKey(key)} = ${printTomlValue(value)}`)
  }
  const name = [...path.filter((key) => typeof key === 'string'), ...keys.slice(0, -1)]
  const line = `${printTomlKey(keys.at(-1) ?? '')} = ${printTomlValue(value)}`
  return insertTable(text, homeOf(tree, table, path), name.map(printTomlKey).join('.'), line)
}

/** The header behind whose lines a new table has its place: its own, else the next one outside. */
function homeOf(tree: TomlTree, table: TomlTable, path: ManifestEdit['path']): AST.TOMLTable | undefined {
  if (table.header !== undefined) return table.header
  let home: AST.TOMLTable | undefined
  let node: TomlNode | undefined = tree.root
  for (const key of path) {
    node = childOf(node, key)
    if (node === undefined) break
    if (node.kind === 'table') home = node.header ?? home
  }
  return home ?? firstHeader(table) ?? tree.headers.at(-1)
}

function firstHeader(table: TomlTable): AST.TOMLTable | undefined {
  for (const child of table.children.values()) {
    const found = child.kind === 'table' ? (child.header ?? firstHeader(child)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** A table of the top level comes behind those of the application; one line, where there are no headers. */
function addToRoot(text: string, tree: TomlTree, keys: readonly string[], value: TomlValue): string {
  const application = tree.headers.findLast(({ resolvedKey: [first] }) => first === 'application')
  if (application !== undefined && keys.length > 1) {
    const line = `${printTomlKey(keys.at(-1) ?? '')} = ${printTomlValue(value)}`
    return insertTable(text, application, keys.slice(0, -1).map(printTomlKey).join('.'), line)
  }
  const line = `${keys.map(printTomlKey).join('.')} = ${printTomlValue(value)}`
  const last = tree.entries.at(-1)
  return last === undefined ? insertLines(text, 0, [line]) : addLine(text, last, line)
}

/** Puts a line behind the one in which something ends. */
function addLine(text: string, before: AST.TOMLNode, line: string): string {
  const indent = indentAt(text, before.range[0])
  return insertLines(text, endOfLine(text, before.range[1]), [`${indent}${line}`])
}

function addInline(
  text: string,
  table: AST.TOMLInlineTable,
  keys: readonly string[],
  value: TomlValue,
): string {
  const inner = keys.slice(1).reduceRight<TomlValue>((item, key) => ({ [key]: item }), value)
  const entry = `${printTomlKey(keys[0] ?? '')} = ${printTomlValue(inner)}`
  const last = table.body.at(-1)
  if (last !== undefined) return addAfter(text, last, entry)
  const [start, end] = table.range
  const between = text.slice(start + 1, end - 1)
  return splice(text, [start + 1, end - 1], ` ${entry}${between.trim() === '' ? ' ' : between}`)
}

/** Puts an entry of an inline table behind another. */
function addAfter(text: string, { range: [, end] }: AST.TOMLKeyValue, entry: string): string {
  return splice(text, [end, end], `, ${entry}`)
}

function splice(text: string, [start, end]: AST.TOMLNode['range'], replacement: string): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`
}
