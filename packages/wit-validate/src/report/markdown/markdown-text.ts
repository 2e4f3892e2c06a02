import { listFirst, showName } from '../wording/names.ts'
import { formatNumber } from '../wording/words.ts'

/** Beyond it a name says nothing to people, and many of them do not fit into a comment. */
const MAX_COLUMNS = 120

/**
 * A text of a stranger as a code span, the only place in which GitHub takes nothing for a mention, a link or
 * an emoji. What could end it becomes an escape.
 */
export function code(text: string): string {
  const visible = showName(text, MAX_COLUMNS).replaceAll('`', '\\u{60}')
  return visible.trim() === ''
    ? `(${visible.length === 0 ? 'empty' : 'blank'})`
    : `\`${guardSpaces(visible)}\``
}

/** An argument of a finding: words alone, as those that say why, stand as they are; all else is code. */
export function wordsOrCode(text: string): string {
  return /^[a-z]+( [a-z]+)+$/.test(text) && text.length <= MAX_COLUMNS ? text : code(text)
}

/** As {@link code}, in a cell of a table, where a bar would start the next one. */
export function cellCode(text: string): string {
  return code(text.replaceAll('|', '\\u{7c}'))
}

/** Renderers take one space at either end away. */
function guardSpaces(text: string): string {
  return text.startsWith(' ') && text.endsWith(' ') ? ` ${text} ` : text
}

/** A text of the caller: plain where it has only letters, digits and spaces, else a code span. */
export function plainOrCode(text: string): string {
  return /^[A-Za-z][A-Za-z0-9 ]*$/.test(text) ? text : code(text)
}

/** A table; cells hold no bars. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A section that is closed until somebody opens it. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** The first ones with commas between them, and how many there are besides. */
export function listText(texts: readonly string[], max: number, show: (text: string) => string): string {
  return listFirst(
    texts,
    max,
    (text) => [show(text)],
    (more) => `and ${formatNumber(more)} more`,
  ).join(', ')
}

/** GitHub takes 65,536 characters in a comment. */
const MAX_LENGTH = 60_000

/** What it is called, and its Markdown; empty for nothing. */
export type Section = readonly [name: string, markdown: string]

/** As many sections as fit into a comment, and the names of the others. */
export function joinSections(sections: readonly Section[]): string {
  const fitting: string[] = []
  const left: string[] = []
  let length = 0
  for (const [name, markdown] of sections) {
    if (markdown === '') continue
    if (length + markdown.length > MAX_LENGTH) left.push(name)
    else {
      fitting.push(markdown)
      length += markdown.length + 2
    }
  }
  if (left.length > 0) fitting.push(`Left out, because it is too long for a comment: ${left.join(', ')}.`)
  return `${fitting.join('\n\n')}\n`
}
