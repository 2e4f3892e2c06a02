import type { ClientRequest } from 'node:http'
import type { AppHeaders } from '../app/request.ts'
import { isHopByHop } from '../services/http/http-syntax.ts'
import { OutboundError, toOutboundError } from './error.ts'
import type { OutboundRequest } from './outbound.ts'

/** How a request is sent: its header fields, and then its body. */
interface Sending {
  readonly headers: [string, string][]
  /** Sends the body; what goes wrong destroys the request. */
  start(sent: ClientRequest): void
}

/**
 * Decides how the body of a request is framed. A length is always that of the bytes that are really sent:
 * what a guest writes beyond it would be a second request on a kept connection.
 */
export function sendOutboundBody({ method, headers, body, trailers }: OutboundRequest): Sending {
  const kept = headers
    .filter(([name]) => !isTheHosts(name))
    .map(([name, value]): [string, string] => [name, value])
  if (body instanceof Uint8Array && trailers === undefined) {
    const isSized = body.length > 0 || /^(POST|PUT|PATCH)$/.test(method)
    if (isSized) kept.push(['content-length', String(body.length)])
    return { headers: kept, start: (sent) => void sent.end(body.length > 0 ? body : undefined) }
  }
  const source = body instanceof Uint8Array ? [body] : body
  // A body that is whole by now has trailers; of one that comes nobody knows, and its length counts for more.
  const promised = body instanceof Uint8Array ? undefined : lengthOf(headers)
  kept.push(promised === undefined ? ['transfer-encoding', 'chunked'] : ['content-length', String(promised)])
  return {
    headers: kept,
    start: (sent) => {
      pour(sent, source, promised, trailers).catch((error) => sent.destroy(toOutboundError(error)))
    },
  }
}

async function pour(
  sent: ClientRequest,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  promised: number | undefined,
  trailers: Promise<AppHeaders> | undefined,
): Promise<void> {
  let bytes = 0
  let isClosed = false
  const closed = new Promise<void>((resolve) => {
    sent.once('close', () => {
      isClosed = true
      resolve()
    })
  })
  for await (const chunk of source) {
    bytes += chunk.length
    if (isClosed) return
    if (bytes > (promised ?? Number.POSITIVE_INFINITY)) throw wrongLength(promised)
    if (!sent.write(chunk)) {
      await Promise.race([new Promise((resolve) => sent.once('drain', resolve)), closed])
    }
  }
  if (bytes < (promised ?? 0)) throw wrongLength(promised)
  const last = (await trailers) ?? []
  if (last.length > 0 && promised === undefined) sent.addTrailers(last as [string, string][])
  sent.end()
}

function wrongLength(promised: number | undefined): OutboundError {
  return new OutboundError('HTTP-request-body-size', `the body is not ${promised} bytes long`)
}

function lengthOf(headers: AppHeaders): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** What the host sets itself, or what belongs to the connection. */
function isTheHosts(name: string): boolean {
  return isHopByHop(name) || /^(host|content-length)$/i.test(name)
}
