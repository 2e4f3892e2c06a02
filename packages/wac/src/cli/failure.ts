import { AirlockError } from '@wasm-airlock/shared'
import { listCauses } from '../cause-list.ts'
import { systemErrorText } from '../system-error.ts'

/** What stands behind `error: `, as the `wac` command has it. */
export function reportOf(error: unknown): string {
  if (error instanceof AirlockError) {
    const { report } = error.details
    if (typeof report === 'string') return report
    return error.hint === undefined ? error.message : `${error.message}\n\n${error.hint}`
  }
  if (!(error instanceof Error)) return String(error)
  const messages: string[] = []
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    messages.push(systemErrorText(one) ?? one.message)
  }
  return listCauses(messages)
}
