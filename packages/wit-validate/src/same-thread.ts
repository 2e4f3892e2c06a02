import { AirlockError } from '@wasm-airlock/shared'
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
  throwIfAborted(signal)
  return examineComponent(component, measure)
}

/** `restrictHere` in the same way. */
export async function runRestriction(
  component: Uint8Array,
  restriction: Restriction,
  _timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<RestrictedComponent | undefined> {
  throwIfAborted(signal)
  return restrictHere(component, restriction)
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new AirlockError('aborted', 'The validation was interrupted.', {
    step: 'validate',
    cause: signal.reason,
  })
}
