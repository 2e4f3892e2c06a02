import { parseInterfaceName } from '@wasm-airlock/shared'

/** Namespaces of the interfaces that the host offers to an application, and nobody else may. */
const hostNamespaces = ['wasi:', 'fermyon:', 'spin:']

/** Is this the name of an interface that comes from the host? */
export function isHostInterface(name: string): boolean {
  return hostNamespaces.some((prefix) => name.startsWith(prefix))
}

/** Words of lower-case letters and digits that begin with a letter: what WAC and Spin both take for a name. */
const kebabCase = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/

/** Can this be the name of a component in a document and in a manifest? */
export function isComponentName(name: string): boolean {
  return name.length <= 100 && kebabCase.test(name)
}

/**
 * What all names have in common that can stand for one another, as wac joins them: `a:b/c@1` of
 * `a:b/c@1.2.0` and `a:b/c@1.0.3`, `a:b/c@0.2` of `a:b/c@0.2.9`. A pre-release stands for itself only, and so
 * do `0.0.z`, build metadata included, and every name that is no interface of a package.
 */
export function trackOf(name: string): string {
  const parsed = parseInterfaceName(name)
  if (parsed?.version === undefined) return name
  const { version } = parsed
  const [, major, minor, prerelease] = /^(\d+)\.(\d+)\.\d+(-[^+]*)?/.exec(version) ?? []
  if (prerelease !== undefined || (major === '0' && minor === '0')) return name
  const track = major !== '0' ? major : `0.${minor}`
  return `${baseName(name)}@${track}`
}

/** `a:b/c@1.2.0` → `a:b/c`; any other name stays as it is. */
export function baseName(name: string): string {
  const parsed = parseInterfaceName(name)
  return parsed === undefined ? name : `${parsed.namespace}:${parsed.package}/${parsed.interface}`
}

/** Finds the name itself, or the first one that can stand for it. */
export type FindFitting = (wanted: string) => string | undefined

/** Reads names once: strangers' components may have tens of thousands of them. */
export function indexNames(names: readonly string[]): FindFitting {
  const all = new Set(names)
  const byTrack = new Map<string, string>()
  for (const name of names) {
    const track = trackOf(name)
    if (!byTrack.has(track)) byTrack.set(track, name)
  }
  return (wanted) => (all.has(wanted) ? wanted : byTrack.get(trackOf(wanted)))
}

/** Up to `limit` names in a sentence: `a, b and 3 more`. */
export function listNames(names: readonly string[], limit = 20): string {
  if (names.length === 0) return 'nothing'
  const more = names.length > limit ? ` and ${names.length - limit} more` : ''
  return `${names.slice(0, limit).join(', ')}${more}`
}
