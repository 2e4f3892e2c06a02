import { formatGraph, readGraph } from '@wasm-airlock/compose'
import type { AppHost, AppResponse } from '@wasm-airlock/host'
import { escapeControls } from '@wasm-airlock/shared'

/** In the place that RFC 8615 keeps for what belongs to a site and not to an application. */
const graphPath = '/.well-known/airlock/graph.svg'

/**
 * Puts a picture of how an application is put together beside it. It is drawn when it is first asked for, and kept.
 *
 * @param host Answers all other requests, and those to that path that do not read.
 * @param folder The application's.
 * @param onFailure Takes why it cannot be drawn.
 */
export function serveGraph(host: AppHost, folder: string, onFailure: (reason: string) => void): AppHost {
  let drawn: Promise<AppResponse> | undefined
  const close = () => host.close()
  return {
    stats: () => host.stats(),
    close,
    [Symbol.asyncDispose]: close,
    handle: (request) => {
      const reads = request.method === 'GET' || request.method === 'HEAD'
      if (!reads || request.path.replace(/\?.*$/s, '') !== graphPath) return host.handle(request)
      drawn ??= draw(folder).catch((error: unknown) => {
        onFailure(`The graph cannot be drawn: ${escapeControls(String(error))}`)
        return answer(500, 'text/plain', 'The graph cannot be drawn; the log says why.\n')
      })
      return drawn
    },
  }
}

async function draw(folder: string): Promise<AppResponse> {
  const svg = await formatGraph(await readGraph(folder), 'svg')
  return answer(200, 'image/svg+xml', svg)
}

/** One that may be sent as often as one likes. */
function answer(status: number, type: string, text: string): AppResponse {
  const whole = new TextEncoder().encode(text)
  return {
    status,
    headers: [
      ['content-type', type],
      ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'"],
      ['x-content-type-options', 'nosniff'],
      ['cache-control', 'no-cache'],
    ],
    body: {
      whole,
      bytes: async () => whole,
      async *[Symbol.asyncIterator]() {
        yield whole
      },
    },
    trailers: Promise.resolve([]),
  }
}
