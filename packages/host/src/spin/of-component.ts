import { AirlockError } from '@wasm-airlock/shared'

/**
 * Says of an error which component of an application it is about; what it says else stays as it is.
 *
 * @param error Anything that was thrown; an interruption is no fault of the component, and what is no
 *   `AirlockError` stays as it is too.
 * @param id Of the component: stands before the message, and in `details.component`.
 */
export function ofComponent(error: unknown, id: string): unknown {
  if (!(error instanceof AirlockError) || error.code === 'aborted') return error
  const { code, message, item, hint, step, details } = error
  return new AirlockError(code, `Component ${id}: ${message}`, {
    ...(item === undefined ? {} : { item }),
    hint,
    ...(step === undefined ? {} : { step }),
    details: { ...details, component: id },
    cause: error,
  })
}
