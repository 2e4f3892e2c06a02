import type { WitFiles, WorldItem } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { findDifferences } from './conformance/conformance.ts'
import type { WorldMatch } from './conformance/to-findings.ts'
import { findExceeded, limitExceeded } from './gate/limits.ts'
import { findUnsafeNames } from './gate/names.ts'
import { findDenied } from './policy/find-denied.ts'
import type { Policy } from './policy/policy.ts'
import { capFindings, fault, isRefused, malformed, refuse, type ValidationResult } from './result.ts'

/** What a component is measured against; `world` and `match` require `wit`. */
export interface Measure {
  readonly wit: WitFiles | undefined
  readonly world: string | undefined
  readonly match: WorldMatch | undefined
  readonly policy: Policy
}

/**
 * Everything that `validateComponent` does with the bytes, in the thread of the caller and without a deadline.
 *
 * @throws AirlockError `wit-invalid`, `world-unknown` where the WIT or the world is at fault.
 */
export async function examineComponent(
  component: Uint8Array,
  { wit, world, match, policy }: Measure,
): Promise<ValidationResult> {
  const inspection = await inspect(component)
  if ('ok' in inspection) return inspection
  const { imports, exports } = inspection
  const exceeded = findExceeded(component, inspection)
  const findings = [
    ...findUnsafeNames(inspection),
    ...exceeded,
    ...(wit === undefined || exceeded.length > 0
      ? []
      : await findDifferences(component, policy, { wit, world, match })),
    ...findDenied(imports, policy),
  ]
  const ok = !isRefused(findings)
  return {
    ok,
    findings: capFindings(findings),
    imports: imports.map(describe),
    exports: exports.map(describe),
  }
}

/** An item without its place in the table of types, which is no part of the result. */
function describe({ name, kind, functions }: WorldItem): WorldItem {
  return { name, kind, functions }
}

async function inspect(component: Uint8Array): Promise<Inspection | ValidationResult> {
  let inspection: Inspection
  try {
    inspection = await inspectComponent(component)
  } catch (error) {
    return refuse(malformed(error))
  }
  const { kind, invalid, exceeded } = inspection
  if (kind === 'core-module') return refuse(fault('component-core-module', {}))
  if (kind === 'wit-package') {
    return refuse(fault('component-malformed', { reason: 'a WIT package in binary form' }))
  }
  if (kind === 'not-wasm') {
    return refuse(fault('component-malformed', { reason: invalid?.reason ?? 'not WebAssembly' }))
  }
  if (exceeded !== null) return refuse(limitExceeded(exceeded.what, exceeded.actual, exceeded.limit))
  if (invalid !== null) return refuse(fault('component-invalid', { ...invalid }))
  return inspection
}
