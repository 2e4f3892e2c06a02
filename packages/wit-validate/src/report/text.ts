import {
  escapeControls,
  type Finding,
  type FunctionSignature,
  formatFinding,
  type Severity,
  type WorldItem,
} from '@wasm-airlock/shared'
import type { ValidationResult } from '../result.ts'

/** Characters of a signature beyond which it says nothing to people. */
const MAX_SIGNATURE_LENGTH = 300

const headings: Readonly<Record<Severity, string>> = { error: 'Errors', warning: 'Warnings', info: 'Notes' }

/**
 * Words a result for people: the verdict, the findings by severity, what the component asks for and
 * offers. Plain text without colours; nothing that a component carries can reach the terminal as control
 * characters.
 *
 * @param result What `validateComponent` returned.
 * @returns Lines of text, the last one ended too.
 */
export function formatReport(result: ValidationResult): string {
  const sections = [
    [verdictOf(result)],
    ...(['error', 'warning', 'info'] as const).map((severity) => formatFindings(result.findings, severity)),
    formatItems('Imports', result.imports),
    formatItems('Exports', result.exports),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function verdictOf({ ok, findings }: ValidationResult): string {
  const count = (severity: Severity, word: string) => {
    const number = findings.filter((finding) => finding.severity === severity).length
    return `${number} ${word}${number === 1 ? '' : 's'}`
  }
  return `${ok ? 'Accepted' : 'Refused'}: ${count('error', 'error')}, ${count('warning', 'warning')}`
}

function formatFindings(findings: readonly Finding[], severity: Severity): string[] {
  const lines = findings
    .filter((finding) => finding.severity === severity)
    .map((finding) => `  [${finding.code}] ${escapeControls(finding.path)}\n    ${formatFinding(finding)}`)
  return lines.length === 0 ? [] : [headings[severity], ...lines]
}

function formatItems(heading: string, items: readonly WorldItem[]): string[] {
  if (items.length === 0) return [`${heading}: none`]
  return [heading, ...items.flatMap(formatItem)]
}

function formatItem({ name, kind, functions }: WorldItem): string[] {
  const signatures = functions.map(formatFunction)
  if (kind === 'function') return signatures.map((signature) => `  ${signature}`)
  return [`  ${escapeControls(name)}`, ...signatures.map((signature) => `    ${signature}`)]
}

function formatFunction({ name, params, result }: FunctionSignature): string {
  const list = params.map((param) => `${param.name}: ${param.type}`).join(', ')
  const text = escapeControls(`${name}: func(${list})${result === null ? '' : ` -> ${result}`}`)
  return text.length > MAX_SIGNATURE_LENGTH ? `${text.slice(0, MAX_SIGNATURE_LENGTH)}…` : text
}
