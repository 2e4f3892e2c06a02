import { AirlockError, type Finding, type WitFiles, type WorldItem } from '@wasm-airlock/shared'
import type { ComponentReport } from './component-report.ts'
import { findDifferences } from './conformance/conformance.ts'
import { type Depth, describeComponent } from './describe-component.ts'
import { malformed, passGate } from './gate/gate.ts'
import type { Limits } from './gate/limits.ts'
import { findDenied } from './policy/find-denied.ts'
import type { Policy } from './policy/policy.ts'
import { capFindings, isRefused, refuse, type ValidationResult } from './result.ts'

/** What a component is measured against; `world` requires `wit`. */
export interface Measure {
  readonly wit: WitFiles | undefined
  readonly world: string | undefined
  readonly policy: Policy
  readonly limits: Required<Limits>
  /** Only where a report is wanted, not the verdict alone. */
  readonly report?: Depth | undefined
}

/**
 * Everything that `validateComponent` and `reportComponent` do with the bytes, in the thread of the caller and
 * without a deadline.
 *
 * @returns A report where one is wanted, of what may be looked into.
 * @throws AirlockError `wit-invalid`, `world-unknown` where the WIT or the world is at fault.
 */
export async function examineComponent(
  component: Uint8Array,
  { wit, world, policy, limits, report }: Measure,
): Promise<ValidationResult | ComponentReport> {
  const gate = await passGate(component, limits, { bodies: true })
  if (gate.inspection === undefined) return refuse(...gate.findings)
  const { imports, exports } = gate.inspection
  const isExceeded = gate.findings.some(
    ({ code }) => code === 'limit-exceeded' || code === 'component-malformed',
  )
  const findings = [
    ...gate.findings,
    ...(wit === undefined || isExceeded
      ? []
      : await findDifferences(component, exports, policy, { wit, world }).catch(blameComponent)),
    ...findDenied(imports, policy),
  ]
  const result = {
    ok: !isRefused(findings),
    findings: capFindings(findings),
    imports: imports.map(describe),
    exports: exports.map(describe),
  }
  if (report === undefined) return result
  return { ...result, ...(await describeComponent(component, gate.inspection, report)) }
}

/** An item without its place in the table of types, which is no part of the result. */
function describe({ name, kind, functions }: WorldItem): WorldItem {
  return { name, kind, functions }
}

/** What is wrong with an option is thrown; whatever else a component does to a tool is a finding. */
function blameComponent(error: unknown): Finding[] {
  if (error instanceof AirlockError && ['wit-invalid', 'world-unknown'].includes(error.code)) throw error
  return [malformed(error)]
}
