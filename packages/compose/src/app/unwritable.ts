import { systemErrorCode } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * The error for a folder that is not written.
 *
 * @param path As the user gave it.
 * @param reason As the end of a sentence that the path begins.
 */
export function unwritable(path: string, reason: string, hint?: string, cause?: unknown): AirlockError {
  return new AirlockError('output-unwritable', `${path} ${reason}.`, {
    item: path,
    hint: hint ?? 'Name a folder that does not exist yet, or is empty, or was written by Airlock.',
    cause,
  })
}

/** What was thrown while a folder was written, as an `output-unwritable` where it is not an error of ours. */
export function toUnwritable(path: string, error: unknown): AirlockError {
  if (error instanceof AirlockError) return error
  const reason = systemErrorCode(error) || String(error)
  return new AirlockError('output-unwritable', `${path} cannot be written (${reason}).`, {
    item: path,
    cause: error,
  })
}
