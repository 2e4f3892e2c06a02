import { escapeControls } from '@wasm-airlock/shared'
import type { HostEvent, LogLevel } from './events.ts'

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
/** Longest text of one field; what guests print in one line is shorter than this. */
const MAX_TEXT_LENGTH = 16 * 1024

/**
 * An event as one line of a structured log: a JSON object with `time` (ISO 8601), `level`, `event`,
 * `component` and `request` where it belongs to one, and what else the event has. No text of a guest can end the line,
 * or steer a terminal that it is shown on.
 *
 * @param event What happened.
 * @param least Events below this level are left out.
 * @returns Without a line end; `undefined` where the event is left out.
 *
 * @example
 * const onEvent = (event) => {
 *   const line = formatHostEvent(event)
 *   if (line !== undefined) process.stderr.write(`${line}\n`)
 * }
 */
export function formatHostEvent(event: HostEvent, least: LogLevel = 'info'): string | undefined {
  const level = levelOf(event)
  if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return undefined
  const { time, type, component, request, ...rest } = event
  return JSON.stringify(
    {
      time: new Date(time).toISOString(),
      level,
      event: type,
      component,
      request,
      ...rest,
    },
    (_, value: unknown) => {
      if (typeof value === 'string') return escapeControls(value.slice(0, MAX_TEXT_LENGTH))
      return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value
    },
  )
}

/** How loud an event is in a log. */
export function levelOf(event: HostEvent): LogLevel {
  switch (event.type) {
    case 'message':
      return event.level
    case 'request-failed':
      return event.code === 'body-too-large' ? 'info' : 'error'
    case 'request-started':
    case 'instance-started':
    case 'instances-made':
    case 'instance-ended':
      return 'debug'
    case 'worker-ended':
      return event.outcome === 'failed' ? 'error' : 'info'
    case 'llm-called':
    case 'outbound-requested':
      return event.outcome === 'ok' ? 'info' : 'warn'
    case 'request-ended':
    case 'worker-started':
    case 'output':
      return 'info'
  }
}
