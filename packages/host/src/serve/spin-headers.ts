import type { AppHeaders, AppRequest } from '../app/request.ts'
import type { MatchedRoute } from '../manifest/routes.ts'

const NAMES = new Set([
  'spin-path-info',
  'spin-full-url',
  'spin-matched-route',
  'spin-base-path',
  'spin-raw-component-route',
  'spin-component-route',
  'spin-client-addr',
])
/** And the name of a segment of the route. */
const SEGMENT = 'spin-path-match-'

/**
 * The header fields of a request as Spin's HTTP trigger hands them to a component: with those that tell of
 * the route and the client, which no client can give itself.
 */
export function withSpinHeaders(request: AppRequest): AppHeaders {
  const { path, authority = 'localhost', headers, clientAddress = '127.0.0.1:0' } = request
  const route = request.route ?? unrouted(path)
  const { raw, base, matched, pathInfo, params } = route
  return [
    ...headers.filter(([name]) => !isSpins(name.toLowerCase())),
    ['spin-path-info', pathInfo],
    ['spin-full-url', `http://${authority}${path}`],
    ['spin-matched-route', matched],
    ['spin-base-path', base],
    ['spin-raw-component-route', raw],
    ['spin-component-route', raw.replace(/\/\.\.\.$/, '')],
    ['spin-client-addr', clientAddress],
    ...Object.entries(params).map(
      ([name, value]) => [`${SEGMENT}${name.toLowerCase().replaceAll('_', '-')}`, value] as const,
    ),
  ]
}

/** What a request is to an application of one component, which takes all paths. */
function unrouted(path: string): MatchedRoute {
  return { raw: '/...', base: '/', matched: '/...', pathInfo: path.split('?', 1)[0] as string, params: {} }
}

function isSpins(name: string): boolean {
  return name.startsWith('spin-') && (NAMES.has(name) || name.startsWith(SEGMENT))
}
