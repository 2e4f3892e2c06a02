import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { AppHeaders } from '../app/request.ts'
import { isHopByHop } from '../services/http/http-syntax.ts'

/** Leaves out the fields of the connection, those that `Connection` names included. */
export function endToEndHeaders(headers: AppHeaders): AppHeaders {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
  return headers.filter(([name]) => !isHopByHop(name) && !named.includes(name.toLowerCase()))
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
