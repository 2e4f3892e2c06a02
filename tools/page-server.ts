import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

/** Files of a site by path; a value is read when it is asked for. */
export type Site = Readonly<Record<string, () => string | Uint8Array | Promise<string | Uint8Array>>>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

/**
 * Serves a site on a free port of the loopback interface, with the strictest policy that lets WebAssembly be
 * compiled: no `eval`, no script of another origin, nothing from elsewhere.
 *
 * @param nonce Of the inline scripts of its pages.
 * @returns Its address, the paths that were asked for in their order, and what ends it.
 */
export async function servePages(site: Site, nonce: string) {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const file = Object.hasOwn(site, path) ? site[path] : undefined
    if (file === undefined) return response.writeHead(404).end()
    const body = await file()
    response
      .writeHead(200, {
        'content-type': types[extname(path)] ?? 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; img-src data:; connect-src 'self'; script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'`,
      })
      .end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked: asked as readonly string[],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
