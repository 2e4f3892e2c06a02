import { parseInterfaceName } from '@wasm-airlock/shared'

/** `wasi:io/streams@0.2.9` → `wasi:io/streams`; any other name stays as it is. */
export function baseName(name: string): string {
  const parsed = parseInterfaceName(name)
  return parsed?.version === undefined ? name : name.slice(0, -parsed.version.length - 1)
}

/** `0.2.9`; empty where the name has none. */
export function versionOf(name: string): string {
  return parseInterfaceName(name)?.version ?? ''
}

/** Text that says the same of every version of an interface. */
export function withoutVersions(text: string): string {
  return text.replace(/(:[A-Za-z0-9-]+\/[A-Za-z0-9-]+)@\d+\.\d+\.\d+[0-9A-Za-z.+-]*/g, '$1')
}
