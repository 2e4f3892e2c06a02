import { parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'
import type { Offer, OfferKind } from '../component-report.ts'

const ORDER = ['serves-http', 'handles-messages', 'runs-as-command', 'own-interface'] as const

/** What a host knows how to call, in any version. */
const KNOWN: Readonly<Record<string, OfferKind>> = {
  'wasi:http/incoming-handler': 'serves-http',
  'wasi:http/handler': 'serves-http',
  'fermyon:spin/inbound-http': 'serves-http',
  'wasi:cli/run': 'runs-as-command',
  'wasi:messaging/incoming-handler': 'handles-messages',
  'fermyon:spin/inbound-redis': 'handles-messages',
  'spin:redis/inbound-redis': 'handles-messages',
  'wasmcloud:messaging/handler': 'handles-messages',
}

/**
 * What a component can be used for.
 *
 * @param exports What it exports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @returns Each kind of use with the exports that make it possible; types alone are of no use.
 */
export function describeOffers(exports: readonly WorldItem[]): Offer[] {
  const useful = exports.filter(({ kind }) => kind !== 'type')
  const byKind = Map.groupBy(useful, ({ name }) => findKind(name))
  return ORDER.flatMap((kind) => {
    const found = byKind.get(kind) ?? []
    return found.length === 0 ? [] : [{ kind, exports: found.map(({ name }) => name) }]
  })
}

function findKind(name: string): OfferKind {
  const parsed = parseInterfaceName(name)
  if (parsed === undefined) return 'own-interface'
  const id = `${parsed.namespace}:${parsed.package}/${parsed.interface}`
  return (Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined) ?? 'own-interface'
}
