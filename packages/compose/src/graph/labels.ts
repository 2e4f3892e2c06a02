import { escapeControls, parseInterfaceName } from '@wasm-airlock/shared'
import type { AppGraph, GraphGrants, GraphSource, GraphTrigger } from './app-graph.ts'

/** Most characters of a name in a drawing. */
const maximumCharacters = 80

/** A name of a stranger for a drawing: what cannot be seen is escaped, what is too long has its middle left out. */
export function clip(text: string, maximum = maximumCharacters): string {
  // Far more than what is kept, so that little is escaped in vain.
  const near = text.length > 4 * maximum ? `${text.slice(0, maximum)}…${text.slice(-maximum)}` : text
  const characters = [...escapeControls(near)]
  if (characters.length <= maximum) return characters.join('')
  const end = Math.floor(maximum / 3)
  return `${characters.slice(0, maximum - end - 1).join('')}…${characters.slice(-end).join('')}`
}

/** At most so many, and how many there are besides. */
export function clipList(items: readonly string[], maximum: number): string[] {
  if (items.length <= maximum) return [...items]
  return [...items.slice(0, maximum - 1), `and ${items.length - maximum + 1} more`]
}

/** Names of interfaces with those of the same package together: `wasi:io@0.2.3: error, poll`. */
export function groupNames(names: readonly string[]): { title: string; names: readonly string[] }[] {
  const groups = new Map<string, { title: string; names: string[]; interfaces: string[] }>()
  for (const name of names) {
    const { namespace, package: packageName, interface: own, version } = parseInterfaceName(name) ?? {}
    const title = own === undefined ? name : `${namespace}:${packageName}${version ? `@${version}` : ''}`
    const group = groups.get(title) ?? { title, names: [], interfaces: [] }
    group.names.push(name)
    if (own !== undefined) group.interfaces.push(own)
    groups.set(title, group)
  }
  return [...groups.values()].map(({ title, names, interfaces }) => ({
    title: interfaces.length === 0 ? title : `${title}: ${interfaces.join(', ')}`,
    names,
  }))
}

/** `a:b/c@1.0.0` in two lines, `a:b` and `c@1.0.0`; other names in one. */
export function splitName(name: string): string[] {
  if (parseInterfaceName(name) === undefined) return [clip(name, 40)]
  const slash = name.indexOf('/')
  return [clip(name.slice(0, slash), 40), clip(name.slice(slash + 1), 40)]
}

/** The interface of `a:b/c@1.0.0`: `c`. */
export function shortName(name: string): string {
  return parseInterfaceName(name)?.interface ?? name
}

/** Who starts the work: `HTTP /...`. */
export function nameTrigger({ kind, route, settings }: GraphTrigger): string {
  if (kind === 'http') return `HTTP ${route === null ? 'from within the application' : clip(route)}`
  const all = Object.entries(settings).map(([name, value]) => `${name} ${value}`)
  return clip([kind, ...all].join(' '))
}

export function nameSource(source: GraphSource): string {
  if (source.kind === 'file') return clip(source.path)
  if (source.kind === 'url') return clip(source.url)
  if (source.kind === 'component') return `the component ${clip(source.id)}`
  const { package: name, version, registry } = source
  return clip(`${name}@${version}${registry === null ? '' : ` of ${registry}`}`)
}

/** Why there are no contents of it. */
export function nameUnread({ kind }: GraphSource): string {
  return kind === 'file' ? 'a core module' : 'not in the folder'
}

export function nameApp({ name, version }: AppGraph): string {
  return version === null ? clip(name) : `${clip(name)} ${clip(version, 30)}`
}

const grantKinds: readonly (readonly [RegExp, string, keyof GraphGrants])[] = [
  [/^fermyon:spin\/llm/, 'models', 'aiModels'],
  [
    /^(fermyon:spin|wasi:keyvalue|spin:key-value)\/(key-value|store|atomics|batch)/,
    'stores',
    'keyValueStores',
  ],
  [/^(fermyon:spin|spin:sqlite)\/sqlite/, 'databases', 'sqliteDatabases'],
  [/^(fermyon:spin\/(variables|config)|wasi:config\/|spin:variables\/)/, 'variables', 'variables'],
  [/^wasi:http\/(outgoing-handler|client)/, 'hosts', 'allowedOutboundHosts'],
  [/^wasi:sockets\/(tcp|udp|ip-name-lookup)(?!-create)/, 'hosts', 'allowedOutboundHosts'],
  [/^(fermyon:spin|spin:[a-z]+)\/(redis|mysql|postgres|mqtt|http)/, 'hosts', 'allowedOutboundHosts'],
  [/^wasi:filesystem\/preopens/, 'files', 'files'],
  [/^wasi:cli\/environment/, 'environment', 'environment'],
]

/** What the manifest grants of what these interfaces reach: `models: llama2-chat`. */
export function nameGrants(names: readonly string[], grants: GraphGrants): string[] {
  const kinds = grantKinds.filter(([pattern]) => names.some((name) => pattern.test(name)))
  return [...new Map(kinds.map(([, label, key]) => [label, key]))].map(
    ([label, key]) =>
      `${label}: ${
        clipList(
          grants[key].map((each) => clip(each, 50)),
          6,
        ).join(', ') || 'none'
      }`,
  )
}
