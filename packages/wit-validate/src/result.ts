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
export function refuse(finding: Finding): ValidationResult {
  return { ok: false, findings: [finding], imports: [], exports: [] }
}
