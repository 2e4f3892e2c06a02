import { type AirlockError, errorCodes, escapeControls } from '@wasm-airlock/shared'
import { escapeText } from '../text.ts'
import type { Output } from './output.ts'

/**
 * Prints why a command failed: one JSON document with what was found out before it, or text.
 *
 * @param commandName How the user called the command; hints that name `airlock` are worded with it.
 */
export function printFailure(
  output: Output,
  error: AirlockError,
  known: Readonly<Record<string, unknown>>,
  commandName: string,
): void {
  const hint = error.hint.replaceAll('`airlock ', `\`${commandName} `)
  output.settle()
  output.document({ error: { ...error.toJSON(), hint }, ...known })
  if (!output.json) {
    const { red, bold, dim } = output.colors
    output.note(`${red(bold('error'))} ${escapeText(error.message)} ${dim(`[${error.code}]`)}`)
    for (const line of detailsOf(error)) output.note(`  ${line}`)
    output.note(`  ${escapeText(hint)}`)
  }
  if (output.verbose) output.note(dimStack(error))
}

/** The output of a tool and lists of names, which help a person as much as a program. */
function detailsOf({ details }: AirlockError): string[] {
  return Object.entries(details).flatMap(([key, value]) => {
    if (typeof value === 'string' && value.includes('\n')) return escapeText(value.trimEnd()).split('\n')
    if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string'))
      return [`${key}: ${value.map((entry) => escapeControls(entry)).join(', ')}`]
    return []
  })
}

function dimStack(error: Error): string {
  const own = escapeText(error.stack ?? String(error))
  return error.cause instanceof Error ? `${own}\ncaused by ${dimStack(error.cause)}` : own
}

/** The exit status of a command that ends with this error. */
export function exitStatus(error: AirlockError): number {
  return errorCodes[error.code].exit
}
