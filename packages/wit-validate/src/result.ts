import type { Finding, WorldItem } from '@wasm-airlock/shared'

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

/** Only errors refuse. */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

const MAX_FINDINGS_PER_CODE = 100

/** A hostile component can hold as many bad names as it has bytes: the first of each code say enough. */
export function capFindings(findings: readonly Finding[]): Finding[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return [...byCode.values()].flatMap((same) => same.slice(0, MAX_FINDINGS_PER_CODE))
}
