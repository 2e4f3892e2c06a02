import type { Finding, WorldItem } from '@wasm-airlock/shared'
import { hideSecrets } from './hide-secrets.ts'

/** What was found. It is plain data: `JSON.stringify` gives the JSON report. */
export interface ValidationResult {
  /** No finding has the severity `error`. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
  /** What the component asks for; empty where it is no valid component. */
  readonly imports: readonly WorldItem[]
  /** What the component offers; empty where it is no valid component. */
  readonly exports: readonly WorldItem[]
}

/** An error of the component as a whole. */
export function fault(code: Finding['code'], args: Finding['args']): Finding {
  return { code, severity: 'error', path: 'component', args }
}

/** The result for what is not looked into further. */
export function refuse(...findings: readonly Finding[]): ValidationResult {
  return { ok: false, findings, imports: [], exports: [] }
}

/** The error for bytes that a tool cannot read as a component. */
export function malformed(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error)
  return fault('component-malformed', { reason: hideSecrets(reason) })
}

/** Is one of them a reason to refuse? */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

const MAX_FINDINGS_PER_CODE = 100

/**
 * A hostile component can hold as many bad names as it has bytes: the first of each code say enough, and
 * of those the errors.
 */
export function capFindings(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, ({ code }) => code).values()].flatMap((same) => {
    if (same.length <= MAX_FINDINGS_PER_CODE) return same
    const isError = ({ severity }: Finding) => severity === 'error'
    return [...same.filter(isError), ...same.filter((one) => !isError(one))].slice(0, MAX_FINDINGS_PER_CODE)
  })
}
