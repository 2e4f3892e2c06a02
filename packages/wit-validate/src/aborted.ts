import { AirlockError } from '@wasm-airlock/shared'

/** The error for work that the caller's signal has ended. */
export function aborted(signal: AbortSignal): AirlockError {
  return new AirlockError('aborted', 'The validation was interrupted.', {
    step: 'validate',
    cause: signal.reason,
  })
}
