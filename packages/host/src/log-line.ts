import { type ErrorCode, escapeControls } from '@wasm-airlock/shared'
import type { ToHost } from './protocol.ts'

/** One line that a guest printed, or that its host has to say about it. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** Control characters made visible, without a line end. */
  readonly text: string
  /** The limit that was met, where the line tells of one: `log-too-large`. */
  readonly code?: ErrorCode
  /** The `id` of the request that it belongs to, where it has one. */
  readonly requestId?: string
}

/** The line of a message from a worker. */
export function toLogLine({ stream, text, truncated }: Extract<ToHost, { type: 'log' }>): LogLine {
  return { stream, text: escapeControls(text), ...(truncated ? { code: 'log-too-large' } : {}) }
}
