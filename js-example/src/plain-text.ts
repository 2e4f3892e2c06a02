/** The marks of Markdown that language models like best, with what stays of them. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/^#{1,6} +/gm, ''],
  [/^ {0,3}[*+] +/gm, '- '],
  [/^```.*\n?/gm, ''],
  [/\*\*([^*\n]+)\*\*/g, '$1'],
  [/`([^`\n]+)`/g, '$1'],
  [/\[([^[\]\n]+)\]\(([^()\s]+)\)/g, '$1 ($2)'],
]

/** Markdown as plain text: headings, emphasis, code and links lose their marks, lists keep a dash. */
export function toPlainText(markdown: string): string {
  return MARKS.reduce((text, [mark, rest]) => text.replace(mark, rest), markdown).trim()
}
