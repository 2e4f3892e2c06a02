import type { Severity } from '@wasm-airlock/shared'
import type { ComponentReport } from '../../component-report.ts'
import type { ValidationResult } from '../../result.ts'
import { countWords, severities } from '../wording/words.ts'
import { formatCapabilities, formatOffers } from './text-capabilities.ts'
import { formatContents } from './text-contents.ts'
import { formatFindings } from './text-findings.ts'
import { formatItems } from './text-items.ts'

/**
 * Words a result for people: the verdict, the findings by severity with what to do about them, of a report
 * also what the component can do and what it is made of, then what it asks for and offers. Plain text
 * without colours; no line is longer than 80 columns, whatever a component carries, and nothing that it
 * carries can reach the terminal as control characters. Long lists are cut; the data itself has all of them.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @returns Lines of text, the last one ended too.
 */
export function formatReport(report: ValidationResult | ComponentReport): string {
  const sections = [
    [describeVerdict(report)],
    ...severities.map((severity) => formatFindings(report.findings, severity)),
    ...('contents' in report ? formatBeyond(report) : []),
    formatItems('Imports', report.imports, 'contents' in report),
    formatItems('Exports', report.exports),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** What a report has and a result has not; nothing of what is no valid component. */
function formatBeyond({ capabilities, offers, reach, contents, imports }: ComponentReport): string[][] {
  const isKnown = contents !== null || imports.length > 0
  return [
    ...(isKnown ? [formatCapabilities(capabilities, reach), formatOffers(offers)] : []),
    ...(contents === null ? [] : formatContents(contents)),
  ]
}

/** `Refused: 1 error, 0 warnings`. */
export function describeVerdict({ ok, findings }: ValidationResult): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  return `${ok ? 'Accepted' : 'Refused'}: ${countWords(count('error'), 'error')}, ${countWords(count('warning'), 'warning')}`
}
