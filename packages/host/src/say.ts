import { escapeControls } from '@wasm-airlock/shared'
import type { LogLine } from './log-line.ts'

/** Puts what the host has to say about a guest into its log. */
export type Say = (text: string) => void

/** @param log Takes the line, with control characters made visible, at most 2000 characters. */
export function sayTo(log: (line: LogLine) => void): Say {
  return (text) => log({ stream: 'stderr', text: escapeControls(text).slice(0, 2000) })
}

/** What is said of an error that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
