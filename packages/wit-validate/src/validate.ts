import { AirlockError, clampTimeout, type WitFiles } from '@wasm-airlock/shared'
import { runExamination } from '#examine'
import { worldMatches } from './conformance/conformance.ts'
import type { WorldMatch } from './conformance/to-findings.ts'
import type { Depth } from './describe-component.ts'
import { type Limits, resolveLimits } from './gate/limits.ts'
import { limitExceeded } from './gate/tally.ts'
import { denyAll, type Policy } from './policy/policy.ts'
import { checkPolicy } from './policy/policy-file.ts'
import { fault, refuse, type ValidationResult } from './result.ts'

export const DEFAULT_TIMEOUT_MS = 30_000

/** What {@link validateComponent} measures a component against. */
export interface ValidateOptions {
  /** The WIT package that holds the world. @default none: conformance is not checked */
  readonly wit?: WitFiles
  /** The world that the component has to fit; requires `wit`. @default the only world of `wit` */
  readonly world?: string
  /** How close to the world it has to be, as for {@link checkConformance}. @default 'subtype' */
  readonly match?: WorldMatch
  /** Which imports are allowed. @default none */
  readonly policy?: Policy
  /** The most bytes that the component may have. @default 134217728 (128 MiB) */
  readonly maxBytes?: number
  /** The longest that all of it may take, in milliseconds. @default 30000 */
  readonly timeoutMs?: number
  /** Ends the work with `aborted`. */
  readonly signal?: AbortSignal
}

/**
 * Says of a component that nobody vouches for, without running it: is it valid and safe to hand to tools
 * that generate code from it, does it fit a world, does it stay within a policy.
 *
 * In Node.js it happens in a thread of its own, which is ended at the deadline; elsewhere in the thread of the
 * caller, which nothing ends. The checks come in this order: the gate (size, kind, validity by wasmparser's
 * verdict, names, custom sections, limits), the world (the verdict of `wac targets`), the policy. What is too large
 * or no valid component is not looked into further, what exceeds a limit is not compared with a world; otherwise
 * all findings are listed, at most 100 of a code.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options World, policy, size, deadline and signal.
 * @returns The findings, and what the component imports and exports.
 * @throws AirlockError `wit-invalid`, `world-unknown`, `policy-invalid`, `usage-invalid` where an option is at fault;
 * `aborted`.
 *
 * @example
 * const { ok, findings } = await validateComponent(bytes, { wit: promptWit, world: 'promptmodifier' })
 */
export function validateComponent(
  component: Uint8Array,
  options: ValidateOptions = {},
): Promise<ValidationResult> {
  return examineWithOptions(component, options)
}

/**
 * Checks the options, and has the component examined.
 *
 * @param report What a report is to look into, where one is wanted and not the verdict alone.
 */
export async function examineWithOptions(
  component: Uint8Array,
  options: ValidateOptions,
  report?: Depth,
): Promise<ValidationResult> {
  const policy = checkPolicy(options.policy ?? denyAll)
  if (options.world !== undefined && options.wit === undefined) {
    throw new AirlockError('world-unknown', `The world ${options.world} was named without its WIT.`, {
      item: options.world,
      hint: 'Give the WIT package that defines the world.',
    })
  }
  checkMeasures(options)
  const { wit, world, match, signal } = options
  const limits = limitsOf(policy, options)
  const { maxBytes } = limits
  const timeoutMs = clampTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const bytes = component.byteLength
  if (bytes > maxBytes) return refuse(fault('component-too-large', { bytes, limit: maxBytes }))

  const start = performance.now()
  const measure = { wit, world, match, policy, limits, report }
  const result = await runExamination(component, measure, timeoutMs, signal)
  const elapsed = Math.ceil(performance.now() - start)
  return result ?? refuse(limitExceeded('time to examine it (ms)', elapsed, timeoutMs))
}

/** Refuses what would measure nothing, and let everything pass. */
function checkMeasures({ wit, match, maxBytes }: ValidateOptions): void {
  if (match !== undefined && !worldMatches.includes(match)) {
    throw new AirlockError('usage-invalid', `There is no match ${String(match)}.`, {
      item: 'options.match',
      hint: `Choose one of ${worldMatches.join(', ')}.`,
    })
  }
  if (match === 'exact' && wit === undefined) {
    throw new AirlockError('usage-invalid', 'The match exact was asked for without WIT.', {
      item: 'options.match',
      hint: 'Give the WIT package that defines the world.',
    })
  }
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
    throw new AirlockError('usage-invalid', `The size maxBytes is ${String(maxBytes)}.`, {
      item: 'options.maxBytes',
      hint: 'It has to be a whole number of bytes.',
    })
  }
}

/** Of two limits on the size, the smaller one; what is asked for here may go beyond that of any policy. */
export function limitsOf(
  { limits = {} }: Policy,
  { maxBytes }: Pick<ValidateOptions, 'maxBytes'>,
): Required<Limits> {
  const resolved = resolveLimits(limits)
  if (maxBytes === undefined) return resolved
  return {
    ...resolved,
    maxBytes: limits.maxBytes === undefined ? maxBytes : Math.min(maxBytes, limits.maxBytes),
  }
}
