import type { AppResponse } from './app-request.ts'

/** What a client is told where the application has no answer: never why. */
const errors = {
  'internal-error': { status: 500, message: 'The application failed.' },
  unavailable: { status: 503, message: 'The application was interrupted. Try again.' },
  'deadline-exceeded': { status: 504, message: 'The application did not answer in time.' },
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
    body: new TextEncoder().encode(JSON.stringify({ error: { code, message } })),
  }
}

/** An error as a client is told of it. */
export interface ErrorAnswer {
  readonly status: number
  readonly code: string
  readonly message: string
}
