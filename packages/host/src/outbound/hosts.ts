import { AirlockError } from '@wasm-airlock/shared'
import type { OutboundHost } from '../grants/grants.ts'

/**
 * How far a request may go: to whatever address its host has, where an entry names that host, else to
 * addresses of the public internet only, so that no pattern opens the machine or the network around it.
 */
export type OutboundReach = 'anywhere' | 'public'

/** Decides whether a component may make a request; `undefined` is no. */
export type OutboundRule = (url: URL, method: string) => OutboundReach | undefined

const WELL_KNOWN: Readonly<Record<string, number>> = { http: 80, https: 443 }

/**
 * Reads `allowed_outbound_hosts` of a Spin manifest: `https://example.com`, `http://127.0.0.1:8080`,
 * `https://*.example.com`, `http://example.com:8000..8010` (without the last), `*://*:*`. A port that is
 * left out is the well-known one of the scheme. `self` stands for `self.alt`. A `*` for a host, or for a part of it, reaches public addresses only.
 *
 * @throws AirlockError `manifest-invalid` names the entry that cannot be read.
 */
export function parseOutboundHosts(entries: readonly string[]): (url: URL) => OutboundReach | undefined {
  const rules = entries.map(parseEntry)
  return (url) => furthest(rules.map((rule) => rule(url)))
}

/**
 * The rule of hosts of which some may be asked with certain methods only.
 *
 * @throws AirlockError `manifest-invalid` names the entry that cannot be read.
 */
export function parseOutboundGrants(entries: readonly (string | OutboundHost)[]): OutboundRule {
  const rules = entries.map((entry): OutboundRule => {
    if (typeof entry === 'string') return parseOutboundHosts([entry])
    const methods = entry.methods && new Set(entry.methods)
    const rule = parseOutboundHosts([entry.host])
    return (url, method) => (methods === undefined || methods.has(method) ? rule(url) : undefined)
  })
  return (url, method) => furthest(rules.map((rule) => rule(url, method)))
}

function furthest(reaches: readonly (OutboundReach | undefined)[]): OutboundReach | undefined {
  return reaches.find((reach) => reach === 'anywhere') ?? reaches.find((reach) => reach === 'public')
}

/** The host by which a component reaches its own application. */
export const SELF_HOST = 'self.alt'

/** Is it a name that only an application knows, and never the network? */
export function isInternalHost(name: string): boolean {
  return name === SELF_HOST || name.endsWith('.spin.internal')
}

function parseEntry(entry: string): (url: URL) => OutboundReach | undefined {
  const match = /^(\*|[a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\]|[^/:?#@\s]+)(?::([^/]*))?\/?$/i.exec(entry)
  const [, scheme = '', host = '', port] = match ?? []
  const isPort = match && parsePort(scheme, port)
  if (!isPort) {
    throw new AirlockError('manifest-invalid', `${entry} is not an allowed outbound host.`, {
      item: entry,
      hint: 'Write scheme://host:port, for instance https://api.example.com or http://127.0.0.1:8080.',
    })
  }
  const isHost = parseHost(host.toLowerCase())
  const reach = host.startsWith('*') ? 'public' : 'anywhere'
  return (url) => {
    const urlScheme = url.protocol.slice(0, -1)
    const urlPort = url.port === '' ? WELL_KNOWN[urlScheme] : Number(url.port)
    const isAllowed =
      (scheme === '*' || scheme.toLowerCase() === urlScheme) &&
      urlPort !== undefined &&
      isPort(urlPort) &&
      isHost(url.hostname)
    return isAllowed ? reach : undefined
  }
}

function parseHost(host: string): (name: string) => boolean {
  // Other components are reached where they are named, not wherever the network is.
  if (host === '*') return (name) => !isInternalHost(name)
  if (host === 'self') return (name) => name === SELF_HOST
  if (host.startsWith('*.')) return (name) => name.endsWith(host.slice(1)) && name.length > host.length - 1
  return (name) => name === host
}

function parsePort(scheme: string, port: string | undefined): ((value: number) => boolean) | undefined {
  if (port === undefined) {
    const known = WELL_KNOWN[scheme.toLowerCase()]
    return known === undefined ? undefined : (value) => value === known
  }
  if (port === '*') return () => true
  const range = /^(\d{1,5})(?:\.\.(\d{1,5}))?$/.exec(port)
  if (range === null) return undefined
  const from = Number(range[1])
  const to = range[2] === undefined ? from + 1 : Number(range[2])
  return (value) => value >= from && value < to
}
