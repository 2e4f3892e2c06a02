import { type AirlockError, type ErrorCode, errorCodes, escapeControls } from '@wasm-airlock/shared'
import { escapeText } from '../text.ts'
import { importHint, missingImports } from './import-hint.ts'
import type { Output } from './output.ts'

/** What a command worked on when it failed. */
export interface FailureContext {
  readonly output: Output
  /** What was found out before. */
  readonly known: Readonly<Record<string, unknown>>
  /** How the user called the command; hints that name `airlock` are worded with it. */
  readonly commandName: string
  /** Name of the command, `undefined` where none was found. */
  readonly command?: string
  /** What the command was given: the item of an error that names none. */
  readonly subject: string
}

/** Prints why a command failed: one JSON document with what was found out before it, or text. */
export function printFailure(error: AirlockError, context: FailureContext): void {
  const { output, known, commandName, subject, command } = context
  const item = error.item ?? subject
  const message = toSentence(`${locate(error, item)}${error.message}`)
  const hint = hintOf(error, command).replaceAll('`airlock ', `\`${commandName} `)
  const { code, step, details } = error.toJSON()
  output.settle()
  output.document({ error: { code, step, item, message, hint, details }, ...known })
  if (!output.json) {
    const { red, bold, dim } = output.colors
    output.note(`${red(bold('error'))} ${escapeText(message)} ${dim(`[${code}]`)}`)
    for (const line of detailsOf(error)) output.note(`  ${line}`)
    output.note(`  ${escapeText(hint)}`)
  }
  if (output.verbose) output.note(formatStack(error))
}

/** How many problems of a manifest are printed. */
const maximumProblems = 10

/** What the command has instead of the options of the libraries. */
const commandHints: Partial<Record<ErrorCode, string>> = {
  'build-timeout': 'Look for a loop in top-level code, or give it more time with --timeout SECONDS.',
  'call-timeout': 'Look for an endless loop, or give it more time with --timeout SECONDS.',
  'build-memory-exceeded': 'Look for large data in top-level code.',
  'guest-memory-exceeded': 'Use less memory.',
  'message-too-large': 'Send or return less.',
}

/** An error that has a hint of its own keeps it, but for those that name options of the libraries. */
function hintOf(error: AirlockError, command: string | undefined): string {
  const { code, hint, details } = error
  const missing = missingImports(error)
  if (missing !== undefined) return importHint(missing, command)
  if (code === 'build-failed' && Array.isArray(details.output) && details.output.length === 0)
    return 'The command printed nothing: run it in its folder to see why it fails.'
  if (hint === 'Build the application first.' && (command === 'compose' || command === 'run'))
    return 'Build the application first, or add --build.'
  const isForLibraries = details.limit !== undefined
  return hint === errorCodes[code].hint || isForLibraries ? (commandHints[code] ?? hint) : hint
}

/** Libraries of others word their errors as they like. */
function toSentence(text: string): string {
  const start = /^(the|an?|no) /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text
  return /[.!?…]$/.test(start) || start.includes('\n') ? start : `${start}.`
}

/** `broken.wac:3:13: ` in front of a message that does not say where. */
function locate({ details, message }: AirlockError, item: string): string {
  const { file = item, line, column } = details
  if (typeof line !== 'number' || message.includes(`${file}:${line}`)) return ''
  return `${file}:${line}${typeof column === 'number' ? `:${column}` : ''}: `
}

/** The output of a tool and lists of names, which help a person as much as a program. */
function detailsOf({ details, message, hint }: AirlockError): string[] {
  return Object.entries(details).flatMap(([key, value]) => {
    if (key === 'problems') return problemLines(value)
    if (key === 'log' && Array.isArray(value))
      return value.map((line) => `log: ${escapeControls(String(line))}`)
    if (Array.isArray(value) && value.every((entry) => `${message} ${hint}`.includes(String(entry))))
      return []
    if (typeof value === 'string' && value.includes('\n')) return escapeText(value.trimEnd()).split('\n')
    if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string'))
      return [`${key}: ${value.map((entry) => escapeControls(entry)).join(', ')}`]
    return []
  })
}

/** What is wrong with a manifest or a policy, where the message says only the first of it. */
function problemLines(problems: unknown): string[] {
  if (!Array.isArray(problems) || problems.length < 2) return []
  const lines = problems
    .slice(0, maximumProblems)
    .map(({ path, message }) => escapeControls(`${path}: ${message}`))
  const more = problems.length - lines.length
  return more > 0 ? [...lines, `and ${more} more`] : lines
}

function formatStack(error: Error): string {
  const own = escapeText(error.stack ?? String(error))
  return error.cause instanceof Error ? `${own}\ncaused by ${formatStack(error.cause)}` : own
}
