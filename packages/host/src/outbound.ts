import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AppHeaders } from './app-request.ts'

/** A request that an application makes; its host is allowed already. */
export interface OutboundRequest {
  readonly method: string
  readonly url: string
  readonly headers: AppHeaders
  readonly body: Uint8Array
}

/** What came back, complete in memory. */
export interface OutboundResponse {
  readonly status: number
  readonly headers: AppHeaders
  readonly body: Uint8Array
}

/** Makes one request. */
export type FetchOutbound = (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>

/** The answer has more bytes than it may. */
export class OutboundTooLarge extends Error {
  override readonly name = 'OutboundTooLarge'
}

/** What the host sets itself, or what belongs to the connection. */
const NOT_THEIRS =
  /^(host|content-length|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i

/**
 * Makes requests over the network, without following redirects.
 *
 * @param maxBytes Largest body of an answer.
 */
export function createFetchOutbound(maxBytes: number): FetchOutbound {
  return ({ method, url, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const request = url.startsWith('https:') ? httpsRequest : httpRequest
      const flat = [...headers.filter(([name]) => !NOT_THEIRS.test(name)), ['host', new URL(url).host]]
      if (body.length > 0) flat.push(['content-length', String(body.length)])
      const sent = request(url, { method, headers: flat.flat(), agent: false, signal }, (response) => {
        readBody(response, maxBytes).then(
          (bytes) =>
            resolve({ status: response.statusCode ?? 502, headers: headersOf(response), body: bytes }),
          reject,
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) throw new OutboundTooLarge(`the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase()
    if (!/^(connection|keep-alive|transfer-encoding)$/.test(name))
      pairs.push([name, rawHeaders[index + 1] as string])
  }
  return pairs
}
