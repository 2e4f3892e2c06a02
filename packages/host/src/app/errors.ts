import { wholeBody } from './body.ts'
import type { AppResponse } from './request.ts'

/** What a client is told where the application has no answer: never why. */
const errors = {
  'internal-error': { status: 500, message: 'The application failed.' },
  'guest-memory-exceeded': { status: 500, message: 'The application needs more memory than it may.' },
  'guest-stack-exceeded': { status: 500, message: 'The calls of the application nest too deeply.' },
  'guest-table-exceeded': { status: 500, message: 'The application has too large a table.' },
  unavailable: { status: 503, message: 'The application was interrupted. Try again.' },
  'queue-full': { status: 503, message: 'Too many requests wait for the application. Try again.' },
  'deadline-exceeded': { status: 504, message: 'The application did not answer in time.' },
  'cpu-time-exceeded': { status: 504, message: 'The application took too much time of the processor.' },
  'body-too-large': { status: 413, message: 'The body of the request is too large.' },
} as const

export type AppErrorCode = keyof typeof errors

/** What a client is told where the application has no answer. */
export function makeAppError(code: AppErrorCode): AppResponse {
  return makeErrorResponse({ code, ...errors[code] })
}

/** The response for an error: `{"error": {"code", "message"}}`. */
export function makeErrorResponse({ status, code, message }: ErrorAnswer): AppResponse {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['x-content-type-options', 'nosniff'],
    ],
    ...wholeBody(new TextEncoder().encode(JSON.stringify({ error: { code, message } }))),
  }
}

/** An error as a client is told of it. */
export interface ErrorAnswer {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Limits that a request can meet, and the options that raise them. */
const limits = {
  'deadline-exceeded': { option: 'requestTimeoutMs', unit: 'ms', what: 'took longer than' },
  'cpu-time-exceeded': { option: 'cpuTimeMs', unit: 'ms', what: 'kept the processor busy for more than' },
  'guest-memory-exceeded': { option: 'maxMemoryBytes', unit: 'bytes', what: 'and its like took more than' },
  'guest-stack-exceeded': { option: 'maxStackBytes', unit: 'bytes of stack', what: 'took more than' },
  'queue-full': { option: 'maxWaiting', unit: 'others', what: 'was refused: it would have waited behind' },
} as const

/** What the log is told: the code, the limit, its value and how to raise it. */
export function explainLimit(code: keyof typeof limits, value: number): string {
  const { option, unit, what } = limits[code]
  return `${code}: A request ${what} ${value} ${unit}. Raise ${option} if it should be let.`
}
