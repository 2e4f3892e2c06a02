import type { MarkdownOptions } from '../markdown/markdown.ts'
import { code, joinSections, plainOrCode, type Section, wordsOrCode } from '../markdown/markdown-text.ts'
import { wrapText } from '../wording/columns.ts'
import { listFirst, showName } from '../wording/names.ts'
import { formatNumber } from '../wording/words.ts'
import type { ReportDiff } from './diff-types.ts'
import { type DiffLine, type DiffSection, describeDiff, describeGrowth, type Mark } from './diff-words.ts'

const MAX_LINES = 100

/**
 * Words for people what is different between two components: whether the later one can touch more, then `+`
 * for what is new, `-` for what is gone, `~` for what changed. Plain text without colours; no line is longer
 * than 80 columns, whatever the components carry.
 *
 * @param diff What `diffReports` returned.
 * @returns Lines of text, the last one ended too.
 */
export function formatDiff(diff: ReportDiff): string {
  const sections = describeDiff(diff, showName).map(({ heading, lines }) => [
    heading,
    ...listFirst(lines, MAX_LINES, ([mark, text]) => wrapText(text, `  ${mark} `, '      '), sayMore),
  ])
  return `${[[describeGrowth(diff)], ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function sayMore(count: number): string {
  return `  … and ${formatNumber(count)} more`
}

const marks: Readonly<Record<Mark, string>> = { '+': '**new**', '-': 'gone', '~': 'changed' }

/**
 * As {@link formatDiff}, as Markdown for a pull request; what the components carry stands in code spans.
 *
 * @param diff What `diffReports` returned.
 * @param options The title.
 * @returns Lines of Markdown, the last one ended too.
 */
export function formatMarkdownDiff(
  diff: ReportDiff,
  { title = 'What the component can touch' }: MarkdownOptions = {},
): string {
  return joinSections([
    ['title', `## ${plainOrCode(title)}`],
    ['verdict', `**${describeGrowth(diff)}**`],
    ...describeDiff(diff, code, wordsOrCode).map(markdownSection),
  ])
}

function markdownSection({ heading, lines }: DiffSection): Section {
  const show = ([mark, text]: DiffLine) => [`- ${marks[mark]}: ${text}`]
  const list = listFirst(lines, MAX_LINES, show, (more) => `- … and ${formatNumber(more)} more`)
  return [heading, `### ${heading}\n\n${list.join('\n')}`]
}
