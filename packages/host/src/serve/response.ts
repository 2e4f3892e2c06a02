import type { ServerResponse } from 'node:http'
import { makeAppError } from '../app/errors.ts'
import type { AppHeaders, AppResponse } from '../app/request.ts'
import { areValidHeaders, endToEndHeaders } from './headers.ts'

/**
 * Sends what the application answered: a body that is all there with its length, else as it comes, as fast
 * as the client takes it. A status or a header field that HTTP does not allow becomes a 500; where the
 * application breaks off, so does the connection, for the client to see.
 *
 * @param method Of the request: the answer to `HEAD` has no body, but its length where it is known.
 * @param more Header fields of the server, which stand in the place of those of the application.
 */
export async function sendResponse(
  response: ServerResponse,
  answer: AppResponse,
  method: string,
  more: AppHeaders = [],
): Promise<void> {
  const { status, body } = answer
  if (!Number.isInteger(status) || status < 200 || status > 599 || !areValidHeaders(answer.headers)) {
    await sendResponse(response, makeAppError('internal-error'), method, more)
    return
  }
  const headers = endToEndHeaders(answer.headers)
  const given = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  const promised = given !== undefined && /^\d{1,15}$/.test(given) ? given : undefined
  const replaced = new Set(['content-length', ...more.map(([name]) => name)])
  const kept = [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...more]
  const isBodyless = method === 'HEAD' || status === 204 || status === 304
  const trailers = body.whole === undefined ? [] : validTrailers(await answer.trailers)
  if (body.whole !== undefined && trailers.length === 0) {
    const isUnknown = method === 'HEAD' && body.whole.length === 0
    const length = isUnknown ? promised : String(body.whole.length)
    const isSized = status !== 204 && status !== 304 && length !== undefined
    response.writeHead(status, (isSized ? [...kept, ['content-length', length]] : kept).flat())
    response.end(isBodyless ? undefined : body.whole)
    return
  }
  if (isBodyless && status !== 204 && status !== 304 && promised !== undefined)
    kept.push(['content-length', promised])
  if (!isBodyless && promised !== undefined && body.whole === undefined) {
    kept.push(['content-length', promised])
    // Another length would be the beginning of another answer.
    response.strictContentLength = true
  }
  response.writeHead(status, kept.flat())
  response.flushHeaders()
  try {
    await pour(response, answer, isBodyless)
    const last = validTrailers(await answer.trailers)
    if (last.length > 0 && !isBodyless) response.addTrailers(last as [string, string][])
    response.end()
  } catch {
    response.destroy()
  }
}

async function pour(response: ServerResponse, { body }: AppResponse, isBodyless: boolean): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once('close', resolve))
  for await (const chunk of body) {
    if (response.destroyed) return
    if (isBodyless || response.write(chunk)) continue
    await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed])
    if (response.destroyed) return
  }
}

/** Those that may stand after a body: the connection's own may not. */
function validTrailers(trailers: AppHeaders): AppHeaders {
  return areValidHeaders(trailers) ? endToEndHeaders(trailers) : []
}
