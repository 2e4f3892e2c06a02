import { type ByteFlow, FlowInterrupted } from '../../channels/flow.ts'
import { toOutboundError } from '../../outbound/error.ts'
import { type OutboundReach, type OutboundRule, SELF_HOST } from '../../outbound/hosts.ts'
import type { FetchOutbound, OutboundResponse, OutboundTimeouts } from '../../outbound/outbound.ts'
import type { Say } from '../../say.ts'
import { type Answered, type Handler, type HostCall, serveOperation } from '../broker.ts'
import { type SendAnswer, type SendArgs, send } from './calls.ts'
import type { ErrorName } from './error-codes.ts'
import { tellOfSends } from './observe-send.ts'

/** What a guest is granted of the network. */
export interface HttpGrant {
  /** `allowed_outbound_hosts` of the manifest. */
  readonly isAllowed: OutboundRule
  /** What the log names as the place to add a host. @default the key of the manifest */
  readonly option?: string
  readonly fetchOutbound: FetchOutbound
  /** Largest body of a request, in bytes; the worker keeps to it. */
  readonly maxBodyBytes: number
  /** Most requests that one call may make. @default 128 */
  readonly maxRequests?: number | undefined
}

/** Makes HTTP requests for a guest, where their hosts are granted. */
export function createHttpHandlers(grant: HttpGrant, say: Say): readonly (readonly [string, Handler])[] {
  const { maxBodyBytes, maxRequests = 128 } = grant
  const { option = 'allowed_outbound_hosts of the component in spin.toml' } = grant
  /** Requests that a call has made, by its signal. */
  const made = new WeakMap<AbortSignal, number>()

  return [
    serveOperation(
      send,
      tellOfSends(async (wanted, call): Promise<Answered<SendAnswer>> => {
        if (call.payload.length > maxBodyBytes) throw new Error('a body above its limit')
        const answered = await serve(wanted, call)
        // Of the body of a request that is refused nothing more is wanted.
        if (answered.answer.tag === 'error') call.input?.cancel?.()
        return answered
      }),
    ),
  ]

  async function serve(wanted: SendArgs, call: HostCall): Promise<Answered<SendAnswer>> {
    const count = (made.get(call.signal) ?? 0) + 1
    made.set(call.signal, count)
    if (count > maxRequests) {
      say(`A request is refused: its call has made ${maxRequests} already. Raise maxOutboundRequests.`)
      return refuse('connection-limit-reached')
    }
    const url = findTarget(wanted)
    if (typeof url === 'string') return refuse(url)
    const reach = grant.isAllowed(url, wanted.method)
    if (reach === undefined) {
      say(`A ${wanted.method} request to ${url.origin} is refused: add "${url.origin}" to ${option}.`)
      return refuse('HTTP-request-denied')
    }
    try {
      return await toAnswered(await ask(wanted, url, reach, call))
    } catch (error) {
      const { code, detail, message } = toOutboundError(error)
      if (!call.signal.aborted) say(`A request to ${url.origin} failed: ${message}`)
      return refuse(code, detail)
    }
  }

  function ask(wanted: SendArgs, url: URL, reach: OutboundReach, call: HostCall): Promise<OutboundResponse> {
    const { method, headers, trailers } = wanted
    const { payload, input, signal } = call
    return grant.fetchOutbound(
      {
        method,
        url: url.href,
        headers,
        body: input?.source ?? payload,
        trailers: input?.trailers ?? (trailers && Promise.resolve(trailers)),
        reach,
        timeouts: timeoutsOf(wanted),
      },
      signal,
    )
  }
}

function refuse(code: ErrorName, detail?: string): Answered<SendAnswer> {
  return { answer: { tag: 'error', code, ...(detail !== undefined && { detail }) } }
}

async function toAnswered(response: OutboundResponse): Promise<Answered<SendAnswer>> {
  const { status, headers, body, trailers, cancel } = response
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new Error(`status ${status}`)
  const head = { tag: 'ok', status, headers: headers.map(([n, v]): [string, string] => [n, v]) } as const
  if (body instanceof Uint8Array) {
    const last = (await trailers) ?? []
    const answer =
      last.length === 0 ? head : { ...head, trailers: last.map(([n, v]): [string, string] => [n, v]) }
    return { answer, payload: body }
  }
  if (typeof body?.[Symbol.asyncIterator] !== 'function') throw new Error('a body that is none')
  const flow: ByteFlow = { source: withReasons(body), trailers, ...(cancel && { cancel }) }
  return { answer: head, flow }
}

/** What the source throws, in the form that the other side of a channel is told. */
async function* withReasons(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source
  } catch (error) {
    throw new FlowInterrupted(toOutboundError(error).code)
  }
}

function timeoutsOf({
  connectTimeoutMs,
  firstByteTimeoutMs,
  betweenBytesTimeoutMs,
}: SendArgs): OutboundTimeouts {
  return {
    connectMs: connectTimeoutMs ?? undefined,
    firstByteMs: firstByteTimeoutMs ?? undefined,
    betweenBytesMs: betweenBytesTimeoutMs ?? undefined,
  }
}

function findTarget({ method, scheme, authority, path }: SendArgs): URL | ErrorName {
  if (/^(connect|trace)$/i.test(method)) return 'HTTP-request-method-invalid'
  const isUrl = /^https?$/.test(scheme) && !/[@/?#\\\s]/.test(authority) && path.startsWith('/')
  const text = authority === '' ? `http://${SELF_HOST}${path}` : `${scheme}://${authority}${path}`
  return isUrl && URL.canParse(text) ? new URL(text) : 'HTTP-request-URI-invalid'
}
