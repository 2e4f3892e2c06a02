import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { AppHeaders } from './app-request.ts'

/** Fields that belong to one connection and not to the message (RFC 9110, section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Leaves out the fields of the connection, those that `Connection` names included. */
export function endToEndHeaders(headers: AppHeaders): AppHeaders {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
  return headers.filter(([name]) => !hopByHop.has(name.toLowerCase()) && !named.includes(name.toLowerCase()))
}

/** `['Accept', 'text/html', 'Host', …]` of Node.js → pairs, without what only this server needs. */
export function requestHeaders(rawHeaders: readonly string[]): AppHeaders {
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  )
  return endToEndHeaders(pairs).filter(([name]) => name !== 'host' && name !== 'expect')
}

/** Can these fields be sent as they are? */
export function areValidHeaders(headers: AppHeaders): boolean {
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    }
    return true
  } catch {
    return false
  }
}
