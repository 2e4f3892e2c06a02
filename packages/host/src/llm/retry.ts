/** Back-off where a server names no time: doubled with each attempt, and a random part of it left out. */
const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 8_000
/** A server that wants a longer pause than this is not waited for. */
const MAX_RETRY_AFTER_MS = 30_000

/** Codes of connections that never came to be, so that the server cannot have seen the request. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** How an attempt came to nothing: an answer's status and `Retry-After`, or what `fetch` threw. */
export type FailedAttempt =
  | { readonly status: number; readonly retryAfter: string | null }
  | { readonly error: unknown }

/**
 * Decides whether a failed request may be sent again, and when. It may where the server cannot have
 * acted on it: no connection was made, or the answer is 429 or 503, by which HTTP says "not now".
 *
 * @param failed What happened.
 * @param attempt 1 for the first attempt.
 * @param now Milliseconds since 1970, for a `Retry-After` that is a date.
 * @param random From 0 to 1.
 * @returns Milliseconds to wait, or `undefined` where it must not be sent again.
 */
export function decideRetry(
  failed: FailedAttempt,
  attempt: number,
  now: number = Date.now(),
  random: number = Math.random(),
): number | undefined {
  if ('error' in failed) return wasNeverSent(failed.error) ? backOff(attempt, random) : undefined
  if (failed.status !== 429 && failed.status !== 503) return undefined
  const wanted = readRetryAfter(failed.retryAfter, now)
  if (wanted === undefined) return backOff(attempt, random)
  return wanted <= MAX_RETRY_AFTER_MS ? wanted : undefined
}

function backOff(attempt: number, random: number): number {
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)) * (0.5 + random / 2)
}

/** RFC 9110: seconds, or a date. */
function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** `fetch` throws a TypeError whose cause has the code of the system, or of undici. */
function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && NEVER_SENT.has(code)
}
