import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { clampTimeout } from '@wasm-airlock/shared'
import type { AppHeaders } from '../app/request.ts'
import { isHopByHop } from '../services/http/http-syntax.ts'
import { type Agents, checkLiteral, createAgents } from './agents.ts'
import { pairsOf, readOutboundBody } from './body.ts'
import { OutboundError, toOutboundError } from './error.ts'
import type { OutboundReach } from './hosts.ts'
import { sendOutboundBody } from './send.ts'

/** A request that an application makes; its host is allowed already. */
export interface OutboundRequest {
  readonly method: string
  readonly url: string
  readonly headers: AppHeaders
  /** Empty where the request has none. One that comes in parts is to be read once. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
  /** What comes after the body. @default nothing */
  readonly trailers?: Promise<AppHeaders> | undefined
  /** May it go to an address outside of the public internet? */
  readonly reach: OutboundReach
  /** What the application asks for, each in milliseconds. @default no limits but that of its own request */
  readonly timeouts?: OutboundTimeouts | undefined
}

export interface OutboundTimeouts {
  /** For the connection. */
  readonly connectMs?: number | undefined
  /** From then on until the head of the answer. */
  readonly firstByteMs?: number | undefined
  /** For each wait for a part of the body. */
  readonly betweenBytesMs?: number | undefined
}

/** What came back. */
export interface OutboundResponse {
  readonly status: number
  readonly headers: AppHeaders
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
  /** What came after the body. @default nothing */
  readonly trailers?: Promise<AppHeaders>
  /** Called where the rest of the body is not wanted. */
  readonly cancel?: () => void
}

/**
 * Makes one request.
 *
 * @throws OutboundError says why there is no answer; anything else is `destination-unavailable`.
 */
export type FetchOutbound = (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>

export interface FetchOutboundOptions {
  /** Looks up names, at each connection. @default the system's resolver */
  readonly lookup?: LookupFunction
}

const MAX_HEAD_BYTES = 64 * 1024
const MAX_HEADERS = 1000

/**
 * Makes requests over the network, without following redirects; connections are kept for the next.
 *
 * @param maxBytes Largest body of an answer.
 */
export function createFetchOutbound(maxBytes: number, options: FetchOutboundOptions = {}): FetchOutbound {
  const agents = createAgents(options.lookup)
  return async (request, signal) => {
    const url = new URL(request.url)
    if (request.reach === 'public') checkLiteral(url.hostname)
    const { response, wasKept, error } = await send(url, request, agents, signal)
    // A server may close a kept connection at the moment that it is used again, or once it has acted on it.
    if (wasKept && error?.code === 'connection-terminated' && isRepeatable(request)) {
      const again = await send(url, request, agents, signal)
      if (again.response === undefined) throw again.error
      return answer(again.response, maxBytes, request)
    }
    if (response === undefined) throw error
    return answer(response, maxBytes, request)
  }
}

/** May it be sent twice (RFC 9110, section 9.2.2), and is all of it still there? */
function isRepeatable({ method, body }: OutboundRequest): boolean {
  return /^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method) && body instanceof Uint8Array
}

async function answer(
  response: IncomingMessage,
  maxBytes: number,
  { timeouts }: OutboundRequest,
): Promise<OutboundResponse> {
  const headers = pairsOf(response.rawHeaders).filter(([name]) => !isHopByHop(name))
  if (headers.length > MAX_HEADERS) {
    response.destroy()
    throw new OutboundError('HTTP-response-header-section-size', `more than ${MAX_HEADERS} header fields`)
  }
  const body = await readOutboundBody(response, maxBytes, timeouts?.betweenBytesMs)
  return { status: response.statusCode ?? 502, headers, ...body }
}

/** Either a response or an error. */
interface Sent {
  readonly response?: IncomingMessage
  readonly error?: OutboundError
  /** Did it go over a connection that was used before? */
  readonly wasKept: boolean
}

function send(url: URL, wanted: OutboundRequest, agents: Agents, signal: AbortSignal): Promise<Sent> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    const { headers, start } = sendOutboundBody(wanted)
    const sent = request(url, {
      method: wanted.method,
      headers: [...headers, ['host', url.host]].flat(),
      agent: agents(url, wanted.reach),
      maxHeaderSize: MAX_HEAD_BYTES,
      signal,
    })
    sent.maxHeadersCount = 0
    const stopTimers = watchTimeouts(sent, wanted.timeouts)
    const fail = (error: OutboundError) => {
      stopTimers()
      resolve({ error, wasKept: sent.reusedSocket })
    }
    sent.on('response', (response) => {
      stopTimers()
      resolve({ response, wasKept: sent.reusedSocket })
    })
    sent.on('error', (error) => fail(toOutboundError(error)))
    sent.on('upgrade', (_, socket) => {
      socket.destroy()
      fail(new OutboundError('HTTP-upgrade-failed', 'the server wants to speak another protocol'))
    })
    sent.on('close', () => {
      fail(new OutboundError('HTTP-response-incomplete', 'the connection ended without an answer'))
    })
    start(sent)
  })
}

/** @returns Ends them. */
function watchTimeouts(sent: ClientRequest, timeouts: OutboundTimeouts = {}): () => void {
  const { connectMs, firstByteMs } = timeouts
  let timer: NodeJS.Timeout | undefined
  const limit = (ms: number | undefined, error: () => OutboundError): void => {
    clearTimeout(timer)
    if (ms !== undefined) timer = setTimeout(() => sent.destroy(error()), clampTimeout(ms))
  }
  const waitForAnswer = () =>
    limit(firstByteMs, () => new OutboundError('HTTP-response-timeout', 'the answer does not come'))
  if (connectMs === undefined && firstByteMs === undefined) return () => {}
  sent.on('socket', (socket) => {
    if (!socket.connecting) return waitForAnswer()
    limit(connectMs, () => new OutboundError('connection-timeout', 'there is no connection'))
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', waitForAnswer)
  })
  return () => clearTimeout(timer)
}
