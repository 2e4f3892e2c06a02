import type { WitFiles } from '@wasm-airlock/shared'
import type { ComponentReport } from './component-report.ts'
import { findDifferences } from './conformance/conformance.ts'
import type { WorldMatch } from './conformance/to-findings.ts'
import { type Depth, describeComponent } from './describe-component.ts'
import { passGate } from './gate/gate.ts'
import type { Limits } from './gate/limits.ts'
import { findDenied } from './policy/find-denied.ts'
import type { Policy } from './policy/policy.ts'
import { capFindings, isRefused, refuse, type ValidationResult } from './result.ts'
import { toWorldItem } from './world-item.ts'

/** What a component is measured against; `world` and `match` require `wit`. */
export interface Measure {
  readonly wit: WitFiles | undefined
  readonly world: string | undefined
  readonly match: WorldMatch | undefined
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
  { wit, world, match, policy, limits, report }: Measure,
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
      : await findDifferences(component, policy, { wit, world, match })),
    ...findDenied(imports, policy),
  ]
  const result = {
    ok: !isRefused(findings),
    findings: capFindings(findings),
    imports: imports.map(toWorldItem),
    exports: exports.map(toWorldItem),
  }
  if (report === undefined) return result
  return { ...result, ...(await describeComponent(component, gate.inspection, report)) }
}
