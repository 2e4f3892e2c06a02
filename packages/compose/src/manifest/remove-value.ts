import type { AST } from 'toml-eslint-parser'
import { CannotEdit } from './set-value.ts'
import { endOfLine } from './text-lines.ts'
import { readTomlTree, type TomlNode } from './toml-tree.ts'

/**
 * Takes one value out, with its key: the whole line, or the entry of an inline table. A header that has no lines of
 * its own any more goes too, with the empty line before it.
 *
 * @param path Where the value is.
 * @throws CannotEdit where it is not there, or not written as one value.
 */
export function removeValue(text: string, path: readonly (string | number)[]): string {
  let node: TomlNode | undefined = readTomlTree(text).root
  for (const key of path) {
    if (typeof key === 'string' && node?.kind === 'table') node = node.children.get(key)
    else if (typeof key === 'number' && node?.kind === 'array') node = node.items[key]
    else node = undefined
  }
  if (node === undefined) throw new CannotEdit('there is no such value')
  const place: AST.TOMLContentNode | undefined = node.kind === 'leaf' ? node.value : node.inline
  const entry = place?.parent
  if (entry?.type !== 'TOMLKeyValue') throw new CannotEdit('it is not written as one value')
  const { parent } = entry
  if (parent.type === 'TOMLInlineTable') return removeInline(text, parent, entry)
  if (parent.type === 'TOMLTable' && parent.kind === 'standard' && parent.body.length === 1) {
    const between = text.slice(endOfLine(text, parent.key.range[1]), entry.range[0])
    if (between.trim() === '') return removeHeader(text, parent, entry)
  }
  return removeLines(text, entry.range)
}

/** Lines from the one in which a range begins to the one in which it ends. */
function removeLines(text: string, [from, to]: AST.TOMLNode['range']): string {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = endOfLine(text, to)
  const rest = text.slice(end)
  // The last line may have no end: then it is the one before it that loses its own.
  if (rest === '') return text.slice(0, start).replace(/\r?\n$/, '')
  return text.slice(0, start) + rest.replace(/^\r?\n/, '')
}

function removeHeader(text: string, header: AST.TOMLTable, entry: AST.TOMLKeyValue): string {
  const start = text.lastIndexOf('\n', header.range[0] - 1) + 1
  const before = /(?:^|\n)(\r?\n)$/.exec(text.slice(0, start))?.[1] ?? ''
  return removeLines(text, [start - before.length, entry.range[1]])
}

function removeInline(text: string, table: AST.TOMLInlineTable, entry: AST.TOMLKeyValue): string {
  const index = table.body.indexOf(entry)
  const before = table.body[index - 1]
  const after = table.body[index + 1]
  const [start, end] =
    before !== undefined
      ? [before.range[1], entry.range[1]]
      : after !== undefined
        ? [entry.range[0], after.range[0]]
        : entry.range
  return text.slice(0, start) + text.slice(end)
}
