import { AirlockError } from '@wasm-airlock/shared'

/**
 * The same error about the file that the user named, where a library knows only its bytes.
 *
 * @param error Anything that was thrown; what is no `AirlockError` stays as it is.
 * @param item As the user gave it.
 * @param changes What is worded anew, and what `details` hold beside their own.
 */
export function withItem(
  error: unknown,
  item: string,
  changes: {
    readonly message?: string
    readonly hint?: string
    readonly details?: Readonly<Record<string, unknown>>
  } = {},
): unknown {
  if (!(error instanceof AirlockError)) return error
  const { code, message, hint, step, details } = error
  return new AirlockError(code, changes.message ?? message, {
    item,
    hint: changes.hint ?? hint,
    ...(step === undefined ? {} : { step }),
    details: { ...details, ...changes.details },
    cause: error,
  })
}
