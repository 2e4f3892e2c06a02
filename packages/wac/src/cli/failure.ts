import { AirlockError, errorCodes } from '@wasm-airlock/shared'
import { listCauses } from '../cause-list.ts'
import { systemErrorText } from '../system-error.ts'

/**
 * What stands behind `error: `, as the `wac` command has it. A hint that belongs to the code and not to the
 * failure speaks of other commands, too, and is left out.
 */
export function reportOf(error: unknown): string {
  if (error instanceof AirlockError) {
    const { report } = error.details
    if (typeof report === 'string') return report
    const { message, hint } = error
    return hint === errorCodes[error.code].hint ? message : `${message}\n\n${hint}`
  }
  if (!(error instanceof Error)) return String(error)
  return listCauses(messagesOf(error))
}

/** Those of an error and of its causes. */
export function messagesOf(error: Error): string[] {
  const messages: string[] = []
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    messages.push(systemErrorText(one) ?? one.message)
  }
  return messages
}
