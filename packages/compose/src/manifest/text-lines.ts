import type { AST } from 'toml-eslint-parser'

/** Where the line that holds a position ends, before its line break. */
export function endOfLine(text: string, position: number): number {
  const end = text.indexOf('\n', position)
  if (end === -1) return text.length
  return end > position && text[end - 1] === '\r' ? end - 1 : end
}

/** The blanks that the line of a position begins with. */
export function indentAt(text: string, position: number): string {
  const start = text.lastIndexOf('\n', position - 1) + 1
  return /^[\t ]*/.exec(text.slice(start, position))?.[0] ?? ''
}

/**
 * Puts lines behind the one that ends at a position; with the line breaks that the text has.
 *
 * @param end As {@link endOfLine} gives it; 0 puts them before everything.
 */
export function insertLines(text: string, end: number, lines: readonly string[]): string {
  const lineBreak = lineBreakAt(text, end)
  if (end === 0) return `${lines.map((line) => line + lineBreak).join('')}${text}`
  return `${text.slice(0, end)}${lines.map((line) => lineBreak + line).join('')}${text.slice(end)}`
}

/**
 * Puts a table of one line behind the lines of another, and the comments that close them.
 *
 * @param home Header of the other one; without it the table comes last.
 * @param name As it stands between brackets.
 */
export function insertTable(
  text: string,
  home: AST.TOMLTable | undefined,
  name: string,
  line: string,
): string {
  const last = home?.body.at(-1) ?? home?.key
  const end = last === undefined ? text.length : endOfBlock(text, endOfLine(text, last.range[1]))
  const indent = home === undefined ? '' : indentAt(text, home.range[0])
  const inner = home?.body[0] === undefined ? indent : indentAt(text, home.body[0].range[0])
  const rest = text.slice(end).replace(/^\r?\n/, '')
  const isLast = rest.trim() === ''
  const isFree = isLast || /^[\t ]*\r?\n/.test(rest)
  return insertLines(text, end, ['', `${indent}[${name}]`, `${inner}${line}`, ...(isFree ? [] : [''])])
}

/** Comments right below belong to a table where an empty line follows them, and to the next where none does. */
function endOfBlock(text: string, end: number): number {
  const comments = /^(?:\r?\n[\t ]*#[^\n]*)+/.exec(text.slice(end))?.[0].replace(/\r$/, '') ?? ''
  const after = text.slice(end + comments.length)
  return /^(?:\r?\n[\t ]*(?:\r?\n|$)|$)/.test(after) ? end + comments.length : end
}

function lineBreakAt(text: string, end: number): string {
  const here = text.slice(end, end + 2)
  if (here.startsWith('\n')) return '\n'
  if (here === '\r\n') return here
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}
