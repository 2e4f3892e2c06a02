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
    ...formatSame(same.toSorted((a, b) => compareText(a.path, b.path))),
    ...wrapText(helpFor(code).advice, '    → ', '      '),
  ])
  return [severityHeadings[severity], ...groups]
}

/** One by one, but for imports that no rule allows: what makes up most reports is a list of rules to add. */
function formatSame(findings: readonly Finding[]): string[] {
  const unruled = findings.filter(isUnruledImport)
  if (unruled.length < 2) return findings.flatMap(formatOne)
  return [
    ...findings.filter((finding) => !isUnruledImport(finding)).flatMap(formatOne),
    ...wrapText('no rule of the policy allows these; to allow one of them, add to allow', '    ', '      '),
    ...unruled.flatMap(({ args }) => wrapText(showName(String(args.rule)), '      ', '        ')),
  ]
}

function isUnruledImport({ code, args }: Finding): boolean {
  return code === 'policy-import-denied' && args.change === `add ${args.rule} to allow`
}

function formatOne(finding: Finding): string[] {
  const message = formatFinding(finding, showName)
  return wrapText(isPlaceSaid(finding) ? message : `${showName(finding.path)}: ${message}`, '    ', '      ')
}
