import { readBodyText } from '@wasm-airlock/spin-app-template/src/body.ts'
import {
  type HttpRequest,
  type HttpResponse,
  makeResponse,
} from '@wasm-airlock/spin-app-template/src/http.ts'
import { serveRoutes } from '@wasm-airlock/spin-app-template/src/routes.ts'

/** What `GET /` answers. */
export const usage = `POST a text to this address, and what the filter makes of it comes back:

  curl -H 'content-type: text/plain' -d 'Hello' http://127.0.0.1:3000/
`

const form = { mediaType: 'text/plain', example: 'content-type: text/plain, and the text as the body' }

/**
 * Serves one request.
 *
 * @param apply Of the component: what becomes of a text.
 * @returns A response for every request; its body is to be left out for `HEAD`.
 */
export function handleRequest(request: HttpRequest, apply: (text: string) => string): HttpResponse {
  const showUsage = () => makeResponse(200, 'text/plain', usage)
  return serveRoutes(request, {
    '/': {
      GET: showUsage,
      HEAD: showUsage,
      POST: () => makeResponse(200, 'text/plain', apply(readBodyText(request, form))),
    },
  })
}
