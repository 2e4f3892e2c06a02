/** Most milliseconds that a timer of Node.js can count, 24 days; above it would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1

/** A time, `Infinity` included, as a timer can count it. */
export function clampTimeout(milliseconds: number): number {
  return Math.min(MAX_TIMER_MS, milliseconds)
}
