import { AirlockError, parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'

/** WASI 0.2 as this host links it: there, and with nothing behind it. */
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

export const appInterfaces: Linkable = {
  ...sandboxInterfaces,
  'wasi:http/types': WASI_VERSIONS,
  'wasi:http/outgoing-handler': WASI_VERSIONS,
  'fermyon:spin/llm': /^2\.0\.0$/,
}

/**
 * The interfaces to link for a component, without versions.
 *
 * @param imports What the component imports.
 * @param linkable What there is.
 * @throws AirlockError `import-not-granted` names the first import that is not there.
 */
export function interfacesToLink(imports: readonly WorldItem[], linkable: Linkable): string[] {
  const names = imports.map((item) => {
    const name = parseInterfaceName(item.name)
    const plain = name && `${name.namespace}:${name.package}/${name.interface}`
    if (
      item.kind !== 'interface' ||
      plain === undefined ||
      !Object.hasOwn(linkable, plain) ||
      !linkable[plain]?.test(name?.version ?? '')
    ) {
      throw new AirlockError(
        'import-not-granted',
        `The component imports ${item.name}, which is not linked here.`,
        {
          item: item.name,
        },
      )
    }
    return plain
  })
  return [...new Set(names)]
}
