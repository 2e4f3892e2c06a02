/** The longest that a timer of Node.js can wait, in milliseconds: almost 25 days. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Makes a deadline that a caller gave one that a timer takes. Timers of Node.js throw at `Infinity`, and fire
 * at once where a number is too large for them.
 *
 * @param timeoutMs Milliseconds; anything.
 * @returns Whole milliseconds: at least 1, which is also what `NaN` becomes, and at most 2147483647.
 * @example
 * AbortSignal.timeout(clampTimeout(Infinity)) // 25 days
 */
export function clampTimeout(timeoutMs: number): number {
  if (timeoutMs >= MAX_TIMER_MS) return MAX_TIMER_MS
  return timeoutMs > 1 ? Math.ceil(timeoutMs) : 1
}
