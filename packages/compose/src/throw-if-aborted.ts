import { AirlockError } from '@wasm-airlock/shared'

/** @throws AirlockError `aborted`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AirlockError('aborted', 'The composition was interrupted.', { step: 'compose' })
}
