import { AirlockError, type Finding, type WitFiles, type WorldItem } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { findDifferences } from './conformance/conformance.ts'
import { findExceeded, limitExceeded } from './gate/limits.ts'
import { findUnsafeNames } from './gate/names.ts'
import { findDenied } from './policy/find-denied.ts'
import type { Policy } from './policy/policy.ts'
import { fault, refuse, type ValidationResult } from './result.ts'

const MAX_FINDINGS_PER_CODE = 100

/** What a component is measured against; `world` requires `wit`. */
export interface Measure {
  readonly wit: WitFiles | undefined
  readonly world: string | undefined
  readonly policy: Policy
}

/**
 * Everything that `validateComponent` does with the bytes, in the thread of the caller and without a deadline.
 *
 * @throws AirlockError `wit-invalid`, `world-unknown` where the WIT or the world is at fault.
 */
export async function examineComponent(
  component: Uint8Array,
  { wit, world, policy }: Measure,
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
      : await findDifferences(component, exports, policy, { wit, world }).catch(blameComponent)),
    ...findDenied(imports, policy),
  ]
  const ok = findings.every(({ severity }) => severity !== 'error')
  return { ok, findings: cap(findings), imports: imports.map(describe), exports: exports.map(describe) }
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

function malformed(error: unknown): Finding {
  return fault('component-malformed', { reason: error instanceof Error ? error.message : String(error) })
}

/** A hostile component can hold as many bad names as it has bytes: the first of each code say enough. */
function cap(findings: readonly Finding[]): Finding[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return [...byCode.values()].flatMap((same) => same.slice(0, MAX_FINDINGS_PER_CODE))
}
