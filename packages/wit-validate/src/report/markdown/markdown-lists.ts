import { type Finding, formatFinding, type WorldItem } from '@wasm-airlock/shared'
import { describeSignature } from '../text/text-items.ts'
import { helpFor, isPlaceSaid } from '../wording/finding-help.ts'
import { compareText } from '../wording/names.ts'
import { formatNumber } from '../wording/words.ts'
import { code, details, wordsOrCode } from './markdown-text.ts'

const MAX_FINDINGS = 50
const MAX_LINES = 200

/** Findings of one severity, those of a code together, with what to do about them; empty for none. */
export function markdownFindings(heading: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const shown = findings
    .toSorted((a, b) => compareText(a.code, b.code) || compareText(a.path, b.path))
    .slice(0, MAX_FINDINGS)
  const lines = [...Map.groupBy(shown, (finding) => finding.code)].flatMap(([kind, same]) => [
    `- **${helpFor(kind).title}** (\`${kind}\`). ${helpFor(kind).advice}`,
    ...same.map((finding) => `  - ${describePlace(finding)}${formatFinding(finding, wordsOrCode)}`),
  ])
  return `### ${heading}\n\n${[...lines, ...others(findings.length, MAX_FINDINGS)].join('\n')}`
}

function describePlace(finding: Finding): string {
  return isPlaceSaid(finding) ? '' : `${code(finding.path)}: `
}

/** What a component imports or exports, closed until somebody opens it. */
export function markdownItems(heading: string, items: readonly WorldItem[]): string {
  if (items.length === 0) return `${heading}: none`
  const lines = items.toSorted((a, b) => compareText(a.name, b.name)).flatMap(listItem)
  const body = [...lines.slice(0, MAX_LINES), ...others(lines.length, MAX_LINES)].join('\n')
  return details(`${heading} (${formatNumber(items.length)})`, body)
}

function listItem({ name, kind, functions }: WorldItem): string[] {
  const signatures = functions.map(describeSignature)
  if (kind === 'function') return signatures.map((signature) => `- ${code(signature)}`)
  return [`- ${code(name)}`, ...signatures.map((signature) => `  - ${code(signature)}`)]
}

function others(total: number, listed: number): string[] {
  return total > listed ? [`- … and ${formatNumber(total - listed)} more`] : []
}
