import { isTypesOnly, parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'
import { notGranted } from './grants/imports.ts'

/** WASI 0.2 as this host links it: there, with what is granted behind it, which may be nothing. */
const WASI: Readonly<Record<string, readonly string[]>> = {
  io: ['error', 'poll', 'streams'],
  cli: [
    'environment',
    'exit',
    'stdin',
    'stdout',
    'stderr',
    'terminal-input',
    'terminal-output',
    'terminal-stdin',
    'terminal-stdout',
    'terminal-stderr',
  ],
  clocks: ['monotonic-clock', 'wall-clock'],
  random: ['random', 'insecure', 'insecure-seed'],
  filesystem: ['types', 'preopens'],
  sockets: [
    'network',
    'instance-network',
    'ip-name-lookup',
    'tcp',
    'tcp-create-socket',
    'udp',
    'udp-create-socket',
  ],
}

/** Interfaces with the versions that are linked, under their names without version. */
export type Linkable = Readonly<Record<string, RegExp>>

const WASI_VERSIONS = /^0\.2\.(\d|1[0-2])$/

export const sandboxInterfaces: Linkable = Object.fromEntries(
  Object.entries(WASI).flatMap(([name, interfaces]) =>
    interfaces.map((item) => [`wasi:${name}/${item}`, WASI_VERSIONS]),
  ),
)

export const outgoingInterfaces: Linkable = {
  'wasi:http/types': WASI_VERSIONS,
  'wasi:http/outgoing-handler': WASI_VERSIONS,
}

export const llmInterfaces: Linkable = { 'fermyon:spin/llm': /^2\.0\.0$/ }

const SPIN_VERSION = /^2\.0\.0$/
const KEYVALUE_VERSION = /^0\.2\.0-draft2$/

export const variableInterfaces: Linkable = {
  'fermyon:spin/variables': SPIN_VERSION,
  'wasi:config/store': /^0\.2\.0-draft-2024-09-27$/,
}

export const sqliteInterfaces: Linkable = { 'fermyon:spin/sqlite': SPIN_VERSION }

export const keyValueInterfaces: Linkable = {
  'fermyon:spin/key-value': SPIN_VERSION,
  'wasi:keyvalue/atomics': KEYVALUE_VERSION,
  'wasi:keyvalue/batch': KEYVALUE_VERSION,
  'wasi:keyvalue/store': KEYVALUE_VERSION,
}

export const appInterfaces: Linkable = {
  ...sandboxInterfaces,
  ...outgoingInterfaces,
  ...llmInterfaces,
  ...variableInterfaces,
  ...sqliteInterfaces,
  ...keyValueInterfaces,
}

/**
 * The interfaces to link for a component, without versions.
 *
 * @param imports What the component imports.
 * @param linkable What there is.
 * @throws AirlockError `import-not-granted` names all imports that are not there, and what would grant them.
 */
export function interfacesToLink(imports: readonly WorldItem[], linkable: Linkable): string[] {
  const missing = imports.filter((item) => isMissing(item, linkable))
  if (missing.length > 0) throw notGranted(missing, linkable)
  // What is nothing but types is in no code, under whatever name it comes.
  const asked = imports.filter((item) => !isTypesOnly(item))
  return [...new Set(asked.flatMap((item) => interfaceOf(item, linkable) ?? []))]
}

/** Does an import ask for what is not there? One of nothing but types asks for nothing. */
export function isMissing(item: WorldItem, linkable: Linkable): boolean {
  return !isTypesOnly(item) && interfaceOf(item, linkable) === undefined
}

/** The name of an import without version, where it is linked. */
function interfaceOf(item: WorldItem, linkable: Linkable): string | undefined {
  const name = parseInterfaceName(item.name)
  const plain = name && `${name.namespace}:${name.package}/${name.interface}`
  return item.kind === 'interface' &&
    plain !== undefined &&
    Object.hasOwn(linkable, plain) &&
    linkable[plain]?.test(name?.version ?? '')
    ? plain
    : undefined
}
