import type { ServerResponse } from 'node:http'
import { makeAppError } from './app-errors.ts'
import type { AppResponse } from './app-request.ts'
import { areValidHeaders, endToEndHeaders } from './serve-app-headers.ts'

/**
 * Sends what the application answered. The length is always that of the body that is really sent;
 * a status or a header field that HTTP does not allow becomes a 500.
 *
 * @param method Of the request: the answer to `HEAD` has no body, but its length where it is known.
 */
export function sendResponse(response: ServerResponse, answer: AppResponse, method: string): void {
  const { status, body } = answer
  if (!Number.isInteger(status) || status < 200 || status > 599 || !areValidHeaders(answer.headers)) {
    sendResponse(response, makeAppError('internal-error'), method)
    return
  }
  const headers = endToEndHeaders(answer.headers)
  const given = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  const kept = headers.filter(([name]) => name.toLowerCase() !== 'content-length')
  const length =
    status === 204 || status === 304
      ? undefined
      : method === 'HEAD' && body.byteLength === 0
        ? given?.match(/^\d{1,15}$/)?.[0]
        : String(body.byteLength)
  const all = length === undefined ? kept : [...kept, ['content-length', length] as const]
  response.writeHead(status, all.flat())
  response.end(method === 'HEAD' || length === undefined ? undefined : body)
}
