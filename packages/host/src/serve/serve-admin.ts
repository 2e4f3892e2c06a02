import { createServer, type IncomingMessage } from 'node:http'
import { wholeBody } from '../app/body.ts'
import { makeErrorResponse } from '../app/errors.ts'
import type { AppResponse } from '../app/request.ts'
import type { HostMetrics } from '../observe/metrics.ts'
import type { HostStats } from '../observe/stats.ts'
import { checkRequest } from './guard.ts'
import { closeServer, listenOnLoopback } from './listen.ts'
import { sendResponse } from './response.ts'

/** How the state of a host is to be served. */
export interface ServeAdminOptions {
  /** TCP port, 0 to 65535; 0 takes a free one. @default 0 */
  readonly port?: number
  /** Served at `/metrics`, with what the host does at this moment. @default no `/metrics` */
  readonly metrics?: HostMetrics
}

/** A listener for probes and for Prometheus. */
export interface AdminServer extends AsyncDisposable {
  /** Base URL without a slash at the end: `http://127.0.0.1:9464`. */
  readonly endpoint: string
  readonly port: number
  /** Safe to call twice. */
  close(): Promise<void>
}

/** What is asked for the state of a host. */
export interface AdminSubject {
  stats(): HostStats
}

/**
 * Serves the state of a host on a port of its own on 127.0.0.1, so that no route of an application can
 * hide it and no client of the application can read it: `/healthz` (200 as long as this process answers),
 * `/readyz` (200, or 503 where the host takes no requests), `/metrics` for Prometheus. Clients must ask
 * for a loopback name, and web pages are refused, as by `serveApp`.
 *
 * @throws AirlockError `port-in-use`, or `usage-invalid` for a port that cannot be had.
 *
 * @example
 * const metrics = createHostMetrics()
 * const host = await createAppHost(component, { ...options, onEvent: metrics.observe })
 * const admin = await serveAdmin(host, { port: 9464, metrics })
 */
export async function serveAdmin(
  subject: AdminSubject,
  options: ServeAdminOptions = {},
): Promise<AdminServer> {
  const { metrics } = options
  let port = options.port ?? 0
  let closing: Promise<void> | undefined

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000 }, (request, response) => {
    const method = request.method ?? 'GET'
    answer(request, method).then(
      (answered) => sendResponse(response, answered, method),
      () => response.destroy(),
    )
  })
  server.maxHeadersCount = 0
  server.maxConnections = 64

  async function answer(request: IncomingMessage, method: string): Promise<AppResponse> {
    const refusal = checkRequest(request, port)
    if (refusal !== undefined) return makeErrorResponse(refusal)
    if (method !== 'GET' && method !== 'HEAD')
      return makeErrorResponse({ status: 405, code: 'method-refused', message: 'Only GET and HEAD.' })
    const path = request.url?.replace(/\?.*$/, '')
    if (path === '/healthz') return makeText(200, 'ok\n')
    if (path === '/readyz')
      return subject.stats().ready ? makeText(200, 'ok\n') : makeText(503, 'not ready\n')
    if (path === '/metrics' && metrics !== undefined)
      return makeText(200, await metrics.render(subject.stats()), metrics.contentType)
    return makeErrorResponse({ status: 404, code: 'route-unknown', message: 'There is nothing here.' })
  }

  port = await listenOnLoopback(server, port)
  const close = () => {
    closing ??= closeServer(server, 1_000)
    return closing
  }
  return { endpoint: `http://127.0.0.1:${port}`, port, close, [Symbol.asyncDispose]: close }
}

function makeText(status: number, text: string, type = 'text/plain; charset=utf-8'): AppResponse {
  return {
    status,
    headers: [
      ['content-type', type],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
    ],
    ...wholeBody(new TextEncoder().encode(text)),
  }
}
