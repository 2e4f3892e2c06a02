import { decodeBytes, findTokenEnd } from './text.ts'

/** What stands between the scheme of a URL and its host. */
export const URL_ANCHOR = { anchor: '://', rare: 0 } as const

/** A URL in the data, taken apart. */
export interface FoundUrl {
  /** Its first byte. */
  readonly offset: number
  readonly scheme: string
  /** Lower case, without the port. */
  readonly host: string
  /** Scheme, host, port and path as far as they are certain to be that; neither password nor query nor fragment. */
  readonly plain: string
  /** What stands before the host to prove who asks: `user:password`. */
  readonly credentials: string | undefined
  /** Characters from its scheme to its end. */
  readonly length: number
}

/** Those of protocols that reach another machine. A longer one comes before what it ends with. */
const SCHEMES = [
  ...['https', 'http', 'wss', 'ws', 'ftps', 'sftp', 'ftp', 'ssh', 'git', 'rediss', 'redis', 'postgresql'],
  ...[
    'postgres',
    'mysql',
    'mongodb',
    'mongodb+srv',
    'amqps',
    'amqp',
    'mqtts',
    'mqtt',
    'nats',
    'ldaps',
    'ldap',
  ],
  ...['smtps', 'smtp', 'tcp', 'udp', 'tls', 's3', 'gs'],
]

/** A scheme may have other letters before it, where texts lie side by side without a gap. */
const SCHEME = new RegExp(`(?:${SCHEMES.map((scheme) => scheme.replace('+', '\\+')).join('|')})$`, 'i')
const LONGEST_SCHEME = Math.max(...SCHEMES.map(({ length }) => length))

/** Name, IPv4 or IPv6 address, and port. */
const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?)(?::[0-9]{1,5}(?![0-9]))?/i

/** What ends a sentence, and no URL. */
const PUNCTUATION = '.,;:!)]'

/** The most bytes of a URL that are read. */
const MAX_URL_BYTES = 2048

/**
 * Reads the URL whose `://` stands at `at`.
 *
 * @returns `undefined` where there is none of a protocol that is known, or none with a host.
 */
export function readUrl(bytes: Uint8Array, at: number, start: number, end: number): FoundUrl | undefined {
  const before = decodeBytes(bytes, Math.max(start, at - LONGEST_SCHEME), at)
  const scheme = SCHEME.exec(before)?.[0].toLowerCase()
  if (scheme === undefined) return undefined
  const from = at + URL_ANCHOR.anchor.length
  const rest = decodeBytes(bytes, from, findTokenEnd(bytes, from, end, MAX_URL_BYTES))
  const hostAt = findHost(rest)
  const [hostAndPort, host] = HOST.exec(rest.slice(hostAt)) ?? []
  if (hostAndPort === undefined || host === undefined) return undefined
  // Where a colon, digits and an `@` follow, the digits may be a port, or a part of a password.
  const mayHoldPassword = hostAndPort !== host && rest.includes('@', hostAt)
  // Behind a colon may be another URL, with another password; behind a semicolon, the key of a session.
  const path = /^\/[^?#:;]*/.exec(rest.slice(hostAt + hostAndPort.length))?.[0] ?? ''
  return {
    offset: at - scheme.length,
    scheme,
    host: host.toLowerCase(),
    plain: trimEnd(`${scheme}://${mayHoldPassword ? host : `${hostAndPort}${path}`}`),
    credentials: hostAt > 0 ? rest.slice(0, hostAt - 1) : undefined,
    length: scheme.length + URL_ANCHOR.anchor.length + rest.length,
  }
}

/**
 * A password as people write it, not as they should: with characters that end the host. What stands behind the colon
 * is no port.
 */
const CARELESS_CREDENTIALS = /^[^/?#@:[]+:(?![0-9]*(?:[/?#]|$))[^@]*@/

/** Where in what follows the `://` the host begins. */
function findHost(rest: string): number {
  const begin = authorityOf(rest).includes('@') ? 0 : (CARELESS_CREDENTIALS.exec(rest)?.[0].length ?? 0)
  return begin + authorityOf(rest.slice(begin)).lastIndexOf('@') + 1
}

function authorityOf(rest: string): string {
  return /^[^/?#]*/.exec(rest)?.[0] ?? ''
}

function trimEnd(url: string): string {
  let end = url.length
  while (PUNCTUATION.includes(url.charAt(end - 1))) end -= 1
  return url.slice(0, end)
}
