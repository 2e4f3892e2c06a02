import { aborted } from './aborted.ts'
import { examineComponent, type Measure } from './examine.ts'
import { type RestrictedComponent, type Restriction, restrictHere } from './restrict/restrict-here.ts'
import type { ValidationResult } from './result.ts'

/**
 * `examineComponent` in the thread of the caller, where there are no threads of Node.js: in browsers, in workers.
 * Nothing can end it once it has begun.
 *
 * @throws AirlockError What `examineComponent` throws; `aborted` where the signal came before it began.
 */
export async function runExamination(
  component: Uint8Array,
  measure: Measure,
  _timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<ValidationResult | undefined> {
  if (signal?.aborted) throw aborted(signal)
  return examineComponent(component, measure)
}

/** `restrictHere` in the same way. */
export async function runRestriction(
  component: Uint8Array,
  restriction: Restriction,
  _timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<RestrictedComponent | undefined> {
  if (signal?.aborted) throw aborted(signal)
  return restrictHere(component, restriction)
}
