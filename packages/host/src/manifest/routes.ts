import { AirlockError } from '@wasm-airlock/shared'

/** How the path of a request led to a component; Spin tells it to the component in headers. */
export interface MatchedRoute {
  /** The route as the manifest has it: `/users/:id/...`. */
  readonly raw: string
  /** What all routes of the application stand below. Always `/`. */
  readonly base: string
  /** The route with the base before it, without a slash at the end; `''` for `/`. */
  readonly matched: string
  /** What of the path the `...` stands for: `/a/b`, or `''`. */
  readonly pathInfo: string
  /** What the named segments stand for, as they are in the path: `{ id: '7' }`. */
  readonly params: Readonly<Record<string, string>>
}

/** Finds the target for a path, and how it was found; `undefined` where no route fits. */
export type Router<Target> = (path: string) => { target: Target; route: MatchedRoute } | undefined

type Segment = { readonly kind: 'exact' | 'param'; readonly text: string } | { readonly kind: 'rest' }

interface Parsed<Target> {
  readonly raw: string
  readonly segments: readonly Segment[]
  readonly target: Target
}

/** Most specific first. */
const RANKS = { exact: 0, param: 1, rest: 2 } as const

/**
 * Matches paths as Spin's HTTP trigger does: exact segments before named ones (`/:id`) before the rest
 * (`/...`), segment by segment, longer routes first; one slash more or less at the end makes no
 * difference; of the same route twice, the last one counts.
 *
 * @param routes As in the manifest, without private ones.
 * @throws AirlockError `manifest-invalid` names a route that cannot be read.
 */
export function createRouter<Target>(
  routes: readonly { readonly route: string; readonly target: Target }[],
): Router<Target> {
  const byRoute = new Map(routes.map(({ route, target }) => [route, target]))
  const parsed = [...byRoute].map(([raw, target]) => ({ raw, target, segments: parseRoute(raw) }))
  const sorted = parsed.sort((one, other) => compareSegments(one.segments, other.segments))
  return (path) => {
    const texts = segmentsOf(path)
    for (const candidate of sorted) {
      const route = matchRoute(candidate, path, texts)
      if (route !== undefined) return { target: candidate.target, route }
    }
    return undefined
  }
}

/**
 * The match of a request that one component sends another: as if its route were `/...`.
 *
 * @param path Path of the request, without a query.
 */
export function chainedRoute(path: string): MatchedRoute {
  return { raw: '/...', base: '/', matched: '/...', pathInfo: path, params: {} }
}

function parseRoute(raw: string): Segment[] {
  const texts = raw.split('/').filter((text) => text !== '')
  return texts.map((text, index) => {
    const isLast = index === texts.length - 1
    if (isLast && (text === '...' || text === '*')) return { kind: 'rest' }
    if (!text.startsWith(':')) {
      if (text === '...' || text === '*') throw unreadable(raw, `${text} is not at its end`)
      return { kind: 'exact', text }
    }
    const name = text.slice(1)
    // The name becomes part of a header's name.
    if (!/^[A-Za-z0-9_-]+$/.test(name)) throw unreadable(raw, `${text} is no named segment`)
    return { kind: 'param', text: name }
  })
}

function unreadable(raw: string, reason: string): AirlockError {
  return new AirlockError('manifest-invalid', `The route ${raw} cannot be read: ${reason}.`, {
    item: raw,
    hint: 'Write /exact/path, /path/... for all that is below it, or /users/:id for a named segment.',
  })
}

function compareSegments(one: readonly Segment[], other: readonly Segment[]): number {
  for (const [index, segment] of one.entries()) {
    const counterpart = other[index]
    if (counterpart === undefined) break
    const difference = RANKS[segment.kind] - RANKS[counterpart.kind]
    if (difference !== 0) return difference
  }
  return other.length - one.length
}

/** Without a pattern: one that looks for slashes at the end takes the square of the time where there are many. */
function segmentsOf(path: string): string[] {
  let start = 0
  let end = path.length
  while (start < end && path[start] === '/') start += 1
  while (end > start && path[end - 1] === '/') end -= 1
  return start === end ? [] : path.slice(start, end).split('/')
}

function matchRoute(
  { raw, segments }: Parsed<unknown>,
  path: string,
  texts: readonly string[],
): MatchedRoute | undefined {
  const params: Record<string, string> = Object.create(null)
  let pathInfo = ''
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'rest') {
      const rest = texts.slice(index).join('/')
      pathInfo = (rest === '' ? '' : `/${rest}`) + (path.endsWith('/') ? '/' : '')
      return { raw, base: '/', matched: withoutSlash(raw), pathInfo, params: { ...params } }
    }
    const text = texts[index]
    if (text === undefined || (segment.kind === 'exact' ? text !== segment.text : text === ''))
      return undefined
    if (segment.kind === 'param') params[segment.text] = text
  }
  if (texts.length !== segments.length) return undefined
  return { raw, base: '/', matched: withoutSlash(raw), pathInfo, params: { ...params } }
}

function withoutSlash(raw: string): string {
  const absolute = raw.startsWith('/') ? raw : `/${raw}`
  return absolute.endsWith('/') ? absolute.slice(0, -1) : absolute
}
