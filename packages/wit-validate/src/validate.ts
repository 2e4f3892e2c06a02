import { AirlockError, type Finding, type WitFiles, type WorldItem } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { findDifferences } from './conformance.ts'
import { findExceeded } from './limits.ts'
import { findUnsafeNames } from './names.ts'
import { checkPolicy, denyAll, findDenied, type Policy } from './policy.ts'

const DEFAULT_MAX_BYTES = 128 * 1024 * 1024
const MAX_FINDINGS_PER_CODE = 100

/** What {@link validateComponent} measures a component against. */
export interface ValidateOptions {
  /** The WIT package that holds the world. @default none: conformance is not checked */
  readonly wit?: WitFiles
  /** The world that the component has to fit; requires `wit`. @default the only world of `wit` */
  readonly world?: string
  /** Which imports are allowed. @default none */
  readonly policy?: Policy
  /** The most bytes that the component may have. @default 134217728 (128 MiB) */
  readonly maxBytes?: number
}

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

/**
 * Says of a component that nobody vouches for, without running it: is it valid and safe to hand to tools
 * that generate code from it, does it fit a world, does it stay within a policy.
 *
 * The checks come in this order: size, kind, validity (wasmparser's verdict), names and limits, the world
 * (the verdict of `wac targets`), the policy. What is too large or no valid component is not looked into
 * further, what exceeds a limit is not compared with a world; otherwise all findings are listed, at most
 * 100 of a code.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options World, policy and size.
 * @returns The findings, and what the component imports and exports.
 * @throws AirlockError `wit-invalid`, `world-unknown`, `policy-invalid` where an option is at fault.
 *
 * @example
 * const { ok, findings } = await validateComponent(bytes, { wit: promptWit, world: 'promptmodifier' })
 */
export async function validateComponent(
  component: Uint8Array,
  options: ValidateOptions = {},
): Promise<ValidationResult> {
  const policy = checkPolicy(options.policy ?? denyAll)
  if (options.world !== undefined && options.wit === undefined) {
    throw new AirlockError('world-unknown', `The world ${options.world} was named without its WIT.`, {
      item: options.world,
      hint: 'Give the WIT package that defines the world.',
    })
  }
  const limit = options.maxBytes ?? DEFAULT_MAX_BYTES
  const bytes = component.byteLength
  if (bytes > limit) return refuse('component-too-large', { bytes, limit })

  const inspection = await inspect(component)
  if ('ok' in inspection) return inspection
  const { imports, exports } = inspection
  const exceeded = findExceeded(component, inspection)
  const findings = [
    ...findUnsafeNames(inspection),
    ...exceeded,
    ...(options.wit === undefined || exceeded.length > 0
      ? []
      : await findDifferences(component, exports, policy, { wit: options.wit, world: options.world }).catch(
          blameComponent,
        )),
    ...findDenied(imports, policy),
  ]
  const ok = findings.every(({ severity }) => severity !== 'error')
  return { ok, findings: cap(findings), imports, exports }
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
    return { ok: false, findings: [malformed(error)], imports: [], exports: [] }
  }
  const { kind, invalid } = inspection
  if (kind === 'core-module') return refuse('component-core-module', {})
  if (kind === 'wit-package') return refuse('component-malformed', { reason: 'a WIT package in binary form' })
  if (kind === 'not-wasm') {
    return refuse('component-malformed', { reason: invalid?.reason ?? 'not WebAssembly' })
  }
  if (invalid !== null) return refuse('component-invalid', { ...invalid })
  return inspection
}

function malformed(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'component-malformed', severity: 'error', path: 'component', args: { reason } }
}

function refuse(code: Finding['code'], args: Finding['args']): ValidationResult {
  const finding: Finding = { code, severity: 'error', path: 'component', args }
  return { ok: false, findings: [finding], imports: [], exports: [] }
}

/** A hostile component can hold as many bad names as it has bytes: the first of each code say enough. */
function cap(findings: readonly Finding[]): Finding[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return [...byCode.values()].flatMap((same) => same.slice(0, MAX_FINDINGS_PER_CODE))
}
