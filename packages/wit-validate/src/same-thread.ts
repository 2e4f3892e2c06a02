import { AirlockError } from '@wasm-airlock/shared'
import { examineComponent, type Measure } from './examine.ts'
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
  if (signal?.aborted) {
    throw new AirlockError('aborted', 'The validation was interrupted.', {
      step: 'validate',
      cause: signal.reason,
    })
  }
  return examineComponent(component, measure)
}
