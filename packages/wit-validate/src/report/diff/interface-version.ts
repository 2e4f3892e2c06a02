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

/**
 * Whether semantic versioning promises that one can stand for the other: `1.2.0` and `1.0.3`, `0.2.0` and `0.2.9`; not
 * `0.0.1` and `0.0.2`, nor a prerelease and anything else.
 */
export function areCompatible(one: string, other: string): boolean {
  return trackOf(one) === trackOf(other)
}

function trackOf(version: string): string {
  const [, major, minor, patch, prerelease] = /^(\d+)\.(\d+)\.(\d+)(-[^+]*)?/.exec(version) ?? []
  if (major === undefined || prerelease !== undefined) return version.replace(/\+.*/, '')
  if (major !== '0') return major
  return minor === '0' ? `0.0.${patch}` : `0.${minor}`
}
