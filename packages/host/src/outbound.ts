import { lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { AppHeaders } from './app-request.ts'
import type { OutboundReach } from './outbound-hosts.ts'
import { isPublicAddress } from './public-address.ts'
import { isHopByHop } from './services/http/http-syntax.ts'

/** A request that an application makes; its host is allowed already. */
export interface OutboundRequest {
  readonly method: string
  readonly url: string
  readonly headers: AppHeaders
  readonly body: Uint8Array
  /** May it go to an address outside of the public internet? */
  readonly reach: OutboundReach
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

/** The host has an address that the entry of the manifest does not open. */
export class OutboundDenied extends Error {
  override readonly name = 'OutboundDenied'
}

/**
 * Makes requests over the network, without following redirects.
 *
 * @param maxBytes Largest body of an answer.
 */
export function createFetchOutbound(maxBytes: number): FetchOutbound {
  return ({ method, url, headers, body, reach }, signal) =>
    new Promise((resolve, reject) => {
      const { hostname, host } = new URL(url)
      if (reach === 'public') checkLiteral(hostname)
      const only = reach === 'public' ? { lookup: lookUpPublic } : {}
      const request = url.startsWith('https:') ? httpsRequest : httpRequest
      const flat = [...headers.filter(([name]) => !isTheHosts(name)), ['host', host]]
      if (body.length > 0) flat.push(['content-length', String(body.length)])
      const options = { method, headers: flat.flat(), agent: false, signal, ...only }
      const sent = request(url, options, (response) => {
        answered = true
        readBody(response, maxBytes).then(
          (bytes) =>
            resolve({ status: response.statusCode ?? 502, headers: headersOf(response), body: bytes }),
          reject,
        )
      })
      let answered = false
      sent.on('error', reject)
      sent.on('upgrade', (_, socket) => {
        socket.destroy()
        reject(new Error('the server wants to speak another protocol'))
      })
      sent.on('close', () => {
        if (!answered) reject(new Error('the connection ended without an answer'))
      })
      sent.end(body)
    })
}

/** An address instead of a name is never looked up. */
function checkLiteral(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw denied(address)
}

/** Looks a name up at the moment of connecting, so that no second answer can lead elsewhere. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address)
    const refused = error ? undefined : addresses.find((address) => !isPublicAddress(address))
    callback(refused === undefined ? error : denied(refused), found, family)
  })
}

function denied(address: string): OutboundDenied {
  return new OutboundDenied(`${address} is not public: name its host in allowed_outbound_hosts, without a *`)
}

/** What the host sets itself, or what belongs to the connection. */
function isTheHosts(name: string): boolean {
  return isHopByHop(name) || /^(host|content-length)$/i.test(name)
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
    if (!isHopByHop(name)) pairs.push([name, rawHeaders[index + 1] as string])
  }
  return pairs
}
