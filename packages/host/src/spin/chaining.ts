import type { AppRequest, AppResponse } from '../app/request.ts'
import { chainedRoute } from '../manifest/routes.ts'
import { OutboundError } from '../outbound/error.ts'
import { isInternalHost, SELF_HOST } from '../outbound/hosts.ts'
import type { FetchOutbound, OutboundResponse } from '../outbound/outbound.ts'
import { isHopByHop } from '../services/http/http-syntax.ts'

const SUFFIX = '.spin.internal'
/** Requests among components at once, so that those which ask each other in a circle come to an end. */
const MAX_CHAINED = 64

/** How requests reach the components of an application. */
export interface Components {
  /** Hands a request to a component; `undefined` where there is none of that id. */
  handOver(id: string, request: AppRequest): Promise<AppResponse> | undefined
  /** Hands a request to whichever component its path leads to. */
  route(request: AppRequest): Promise<AppResponse>
}

/**
 * Makes the requests that components send each other (`http://ID.spin.internal`) and to their own
 * application (`http://self.alt`) without a network; `allowed_outbound_hosts` is checked already.
 *
 * @param network Makes all others.
 */
export function chainComponents(components: Components, network: FetchOutbound): FetchOutbound {
  let chained = 0
  return async (outbound, signal) => {
    const url = new URL(outbound.url)
    if (!isInternalHost(url.hostname)) return network(outbound, signal)
    if (url.protocol !== 'http:' || url.port !== '') {
      throw new OutboundError('HTTP-request-denied', `${url.host} is reached with http:// and without a port`)
    }
    const request: AppRequest = {
      method: outbound.method,
      path: `${url.pathname}${url.search}`,
      headers: outbound.headers.filter(([name]) => !isHopByHop(name) && name.toLowerCase() !== 'host'),
      body: outbound.body,
      ...(outbound.trailers && { trailers: outbound.trailers }),
      signal,
      authority: url.host,
    }
    if (chained >= MAX_CHAINED) throw new Error(`more than ${MAX_CHAINED} requests among components at once`)
    chained += 1
    try {
      if (url.hostname === SELF_HOST) return toOutbound(await components.route(request))
      const id = url.hostname.slice(0, -SUFFIX.length)
      const answered = components.handOver(id, { ...request, route: chainedRoute(url.pathname) })
      if (answered === undefined)
        throw new OutboundError('HTTP-request-denied', `there is no component ${id}`)
      return toOutbound(await answered)
    } finally {
      chained -= 1
    }
  }
}

function toOutbound({ status, headers, body, trailers }: AppResponse): OutboundResponse {
  return { status, headers, body: body.whole ?? body, trailers }
}
