import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { clampTimeout } from '@wasm-airlock/shared'
import { makeAppError, makeErrorResponse } from '../app/errors.ts'
import type { AppHeaders, AppHost, AppResponse } from '../app/request.ts'
import { receiveBody } from './body.ts'
import { answerClientError } from './client-error.ts'
import { checkRequest } from './guard.ts'
import { requestHeaders } from './headers.ts'
import { closeServer, listenOnLoopback } from './listen.ts'
import { sendResponse } from './response.ts'

/** How an application is to be served. */
export interface ServeAppOptions {
  /** TCP port, 0 to 65535; 0 takes a free one. @default 0 */
  readonly port?: number
  /** Largest body of a request, in bytes; more is answered with 413. @default 10 MiB */
  readonly maxBodyBytes?: number
  /** Milliseconds in which a client must have sent its whole request. @default 30_000 */
  readonly receiveTimeoutMs?: number
  /** Milliseconds for which a client may take nothing of a response that waits for it; then it is cut off. @default 30_000 */
  readonly sendTimeoutMs?: number
  /** Milliseconds that `close` waits for requests in flight. @default 5_000 */
  readonly closeTimeoutMs?: number
}

/** An application that answers over HTTP. */
export interface AppServer extends AsyncDisposable {
  /** Base URL without a slash at the end: `http://127.0.0.1:3000`. */
  readonly endpoint: string
  readonly port: number
  /** Takes no more connections, lets requests in flight end, then resolves. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Serves an application on 127.0.0.1. Only clients that ask for `127.0.0.1`, `localhost` or `[::1]`
 * with this port are answered (else 421), and of web pages only the application's own (else 403),
 * so that no other page in a browser can use the endpoint, not even behind a re-bound DNS name.
 *
 * Errors of the server itself are JSON: `{"error": {"code", "message"}}`. Closing the server does
 * not close the application.
 *
 * @param host The application; one that throws is answered for with 500.
 * @throws AirlockError `port-in-use`, or `usage-invalid` for a port that cannot be had.
 *
 * @example
 * const server = await serveApp(host, { port: 3000 })
 * await fetch(server.endpoint)
 * await server.close()
 */
export async function serveApp(host: AppHost, options: ServeAppOptions = {}): Promise<AppServer> {
  const { maxBodyBytes = 10 * 1024 * 1024, receiveTimeoutMs = 30_000, closeTimeoutMs = 5_000 } = options
  const { sendTimeoutMs = 30_000 } = options
  let port = options.port ?? 0
  let closing: Promise<void> | undefined

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else void sendResponse(response, makeAppError('internal-error'), request.method ?? 'GET')
    })
  }

  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      requestTimeout: receiveTimeoutMs,
      headersTimeout: Math.min(10_000, receiveTimeoutMs),
      connectionsCheckingInterval: Math.min(1_000, receiveTimeoutMs),
      keepAliveTimeout: 5_000,
    },
    onRequest,
  )
  // Node.js would drop what is beyond its limit in silence, Origin included: counted in the guard instead.
  server.maxHeadersCount = 0
  server.maxConnections = 512
  server.on('clientError', answerClientError)
  server.on('checkContinue', onRequest)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = requestIdOf(request)
    const method = request.method ?? 'GET'
    const send = async (answered: AppResponse) => {
      // Asked for anew each time: it may be closed meanwhile.
      const closes = closing !== undefined || !request.complete
      const more: AppHeaders = [['x-request-id', id], ...(closes ? [['connection', 'close'] as const] : [])]
      await sendResponse(response, answered, method, more)
      // The instance is done, and no other clock runs.
      if (response.writableLength > 0)
        response.setTimeout(clampTimeout(sendTimeoutMs), () => response.destroy())
    }
    const refusal = checkRequest(request, port)
    if (refusal !== undefined) return send(makeErrorResponse(refusal))
    const goOn = () => {
      if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
    }
    const received = await receiveBody(request, maxBodyBytes, goOn).catch(() => null)
    if (received === null) return // the client went away
    if (received === undefined) return send(makeAppError('body-too-large'))
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const { isTooLarge, ...body } = received
    const answered = await host
      .handle({
        method,
        path: request.url ?? '/',
        headers: requestHeaders(request.rawHeaders),
        ...body,
        authority: request.headers.host ?? `127.0.0.1:${port}`,
        clientAddress: `${request.socket.remoteAddress ?? '127.0.0.1'}:${request.socket.remotePort ?? 0}`,
        id,
        signal: gone.signal,
      })
      .catch(() => makeAppError(isTooLarge() ? 'body-too-large' : 'internal-error'))
    await send(answered)
    // A connection that began before the end of the server is not kept for another request.
    if (closing !== undefined) setImmediate(() => server.closeIdleConnections())
  }

  port = await listenOnLoopback(server, port)
  const close = () => {
    closing ??= closeServer(server, closeTimeoutMs)
    return closing
  }
  return { endpoint: `http://127.0.0.1:${port}`, port, close, [Symbol.asyncDispose]: close }
}

/** The name of a request: the client's own, where it gives one that can stand in a log, else a new one. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}
