import type { IncomingMessage } from 'node:http'
import type { ErrorAnswer } from '../app/errors.ts'

/** Most header fields of a request. */
const maxHeaders = 100
const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Decides whether a request may reach the application. Only a client that addressed this server
 * under a loopback name passes, and of pages in a browser only those that this server itself sent:
 * a page elsewhere, also behind a name that was re-bound to 127.0.0.1, can neither read nor spend
 * anything here.
 *
 * @param port On which the server listens.
 * @returns `undefined` where nothing speaks against it.
 */
export function checkRequest(
  request: Pick<IncomingMessage, 'url' | 'rawHeaders' | 'headers'>,
  port: number,
): ErrorAnswer | undefined {
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  if (names.length > maxHeaders)
    return { status: 431, code: 'headers-too-many', message: `More than ${maxHeaders} header fields.` }
  for (const name of ['host', 'origin', 'sec-fetch-site'])
    if (names.filter((other) => other === name).length > 1)
      return { status: 400, code: 'request-invalid', message: `The header ${name} is there twice.` }
  if (!request.url?.startsWith('/'))
    return { status: 400, code: 'request-invalid', message: 'The request target is no path.' }

  const host = request.headers.host?.toLowerCase() ?? ''
  // Clients leave the well-known port of HTTP out.
  const ports = port === 80 ? ['', ':80'] : [`:${port}`]
  if (!ports.some((end) => NAMES.some((name) => host === name + end)))
    return { status: 421, code: 'host-refused', message: 'This server does not answer under that host name.' }
  const { origin, 'sec-fetch-site': site } = request.headers
  if (
    (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  )
    return { status: 403, code: 'origin-refused', message: 'Requests from other origins are refused.' }
  return undefined
}
