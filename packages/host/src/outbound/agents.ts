import { lookup as lookUp } from 'node:dns'
import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { OutboundError } from './error.ts'
import type { OutboundReach } from './hosts.ts'
import { isPublicAddress } from './public-address.ts'

/** Milliseconds that a connection is kept that nobody uses. */
const IDLE_MS = 10_000
const KEPT: AgentOptions = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 32, scheduling: 'lifo' }

/** Connections of one application. What was opened for requests that go anywhere serves no others. */
export type Agents = (url: URL, reach: OutboundReach) => HttpAgent

/** @param lookup Looks up names. @default the system's resolver */
export function createAgents(lookup: LookupFunction = lookUp as LookupFunction): Agents {
  const anywhere = { ...KEPT, lookup } as AgentOptions
  const onlyToPublic = { ...KEPT, lookup: onlyPublic(lookup) } as AgentOptions
  const agents = new Map<string, HttpAgent>()
  return ({ protocol }, reach) => {
    const key = `${protocol} ${reach}`
    const options = reach === 'anywhere' ? anywhere : onlyToPublic
    const agent =
      agents.get(key) ?? (protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options))
    agents.set(key, agent)
    return agent
  }
}

/**
 * An address instead of a name is never looked up.
 *
 * @throws OutboundError where it is one that is not public.
 */
export function checkLiteral(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw prohibited(address)
}

/** Looks a name up at the moment of connecting, so that no second answer can lead elsewhere. */
function onlyPublic(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address)
      const refused = error ? undefined : addresses.find((address) => !isPublicAddress(address))
      callback(refused === undefined ? error : prohibited(refused), found, family)
    })
  }
}

function prohibited(address: string): OutboundError {
  return new OutboundError(
    'destination-IP-prohibited',
    `${address} is not public: name its host in allowed_outbound_hosts, without a *`,
  )
}
