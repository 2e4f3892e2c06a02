import { escapeControls } from '@wasm-airlock/shared'
import type { LogLine } from './log-line.ts'

/** Puts what the host has to say about a guest into its log. */
export type Say = (text: string) => void

/** @param log Takes the line, with control characters made visible, at most 2000 characters. */
export function sayTo(log: (line: LogLine) => void): Say {
  return (text) => log({ stream: 'stderr', text: escapeControls(text).slice(0, 2000) })
}

/** Lines that may be said at once, and how many more each second. */
const BURST = 200
const PER_SECOND = 20

/**
 * What is said at most for guests that have something refused again and again, so that they fill no log. What
 * is left out is counted, and told with the next line.
 *
 * @param now Milliseconds. @default `performance.now`
 */
export function limitSay(say: Say, now: () => number = () => performance.now()): Say {
  let left = BURST
  let at = now()
  let dropped = 0
  return (text) => {
    const time = now()
    left = Math.min(BURST, left + ((time - at) / 1000) * PER_SECOND)
    at = time
    if (left < 1) {
      dropped += 1
      return
    }
    left -= 1
    if (dropped > 0) say(`(${dropped} lines were left out: more than ${PER_SECOND} in a second.)`)
    dropped = 0
    say(text)
  }
}

/** What is said of an error that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
