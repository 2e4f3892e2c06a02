import { type FetchOutbound, OutboundDenied, OutboundTooLarge } from '../../outbound.ts'
import type { OutboundRule } from '../../outbound-hosts.ts'
import { describeError, type Say } from '../../say.ts'
import { type Answered, type Handler, serveOperation } from '../broker.ts'
import { type SendAnswer, type SendArgs, send } from './calls.ts'
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
}

/** Makes HTTP requests for a guest, where their hosts are granted. */
export function createHttpHandlers(grant: HttpGrant, say: Say): readonly (readonly [string, Handler])[] {
  return [
    serveOperation(
      send,
      tellOfSends(async (wanted, { payload, signal }): Promise<Answered<SendAnswer>> => {
        if (payload.length > grant.maxBodyBytes) throw new Error('a body above its limit')
        const url = parseUrl(wanted)
        const reach = url && grant.isAllowed(url, wanted.method)
        if (url === undefined || reach === undefined) {
          const origin = url === undefined ? `${wanted.scheme}://${wanted.authority}` : url.origin
          say(
            `A ${wanted.method} request to ${origin} is refused: add "${origin}" to ${grant.option ?? 'allowed_outbound_hosts of the component in spin.toml'}.`,
          )
          return { answer: { tag: 'denied' } }
        }
        const timeout = wanted.timeoutMs === null ? undefined : AbortSignal.timeout(wanted.timeoutMs)
        try {
          const { status, headers, body } = await grant.fetchOutbound(
            { method: wanted.method, url: url.href, headers: wanted.headers, body: payload, reach },
            timeout === undefined ? signal : AbortSignal.any([signal, timeout]),
          )
          if (!Number.isInteger(status) || status < 100 || status > 599) throw new Error(`status ${status}`)
          return {
            answer: { tag: 'ok', status, headers: headers.map(([name, value]) => [name, value]) },
            payload: body,
          }
        } catch (error) {
          if (!signal.aborted) say(`A request to ${url.origin} failed: ${describeError(error)}`)
          return { answer: { tag: tagOf(error, timeout) } }
        }
      }),
    ),
  ]
}

function tagOf(error: unknown, timeout: AbortSignal | undefined): Exclude<SendAnswer['tag'], 'ok'> {
  if (error instanceof OutboundDenied) return 'denied'
  if (error instanceof OutboundTooLarge) return 'too-large'
  return timeout?.aborted ? 'timeout' : 'failed'
}

function parseUrl({ method, scheme, authority, path }: SendArgs): URL | undefined {
  if (/^(connect|trace)$/i.test(method)) return undefined
  if (!/^https?$/.test(scheme) || /[@/?#\\\s]/.test(authority) || !path.startsWith('/')) return undefined
  return URL.canParse(`${scheme}://${authority}${path}`)
    ? new URL(`${scheme}://${authority}${path}`)
    : undefined
}
