import { type Finding, formatFinding, type Severity } from '@wasm-airlock/shared'
import { wrapText } from '../wording/columns.ts'
import { helpFor, isPlaceSaid } from '../wording/finding-help.ts'
import { compareText, showName } from '../wording/names.ts'
import { severityHeadings } from '../wording/words.ts'

/** The findings of a severity, those of a code together, with what to do about them; empty for none. */
export function formatFindings(findings: readonly Finding[], severity: Severity): string[] {
  const byCode = Map.groupBy(
    findings.filter((finding) => finding.severity === severity),
    ({ code }) => code,
  )
  if (byCode.size === 0) return []
  const groups = [...byCode].flatMap(([code, same]) => [
    ...wrapText(`${helpFor(code).title} [${code}]`, '  ', '    '),
    ...same.toSorted((a, b) => compareText(a.path, b.path)).flatMap(formatOne),
    ...wrapText(helpFor(code).advice, '    → ', '      '),
  ])
  return [severityHeadings[severity], ...groups]
}

function formatOne(finding: Finding): string[] {
  const message = formatFinding(finding, showName)
  return wrapText(isPlaceSaid(finding) ? message : `${showName(finding.path)}: ${message}`, '    ', '      ')
}
