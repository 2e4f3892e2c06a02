import type { GraphDependency, GraphImport } from './app-graph.ts'

/** Packages that hosts offer. */
const hostNamespaces = ['wasi:', 'fermyon:', 'spin:']

/**
 * Does a dependency of a manifest satisfy an import?
 *
 * @param dependency `a:b/c@1.0.0`, `a:b/c`, `a:b@1.0.0` or `a:b`.
 * @param name Of the import: `a:b/c@1.0.0`.
 */
export function satisfies(dependency: string, name: string): boolean {
  const [path = '', version] = name.split('@')
  const [wantedPath, wantedVersion] = dependency.split('@')
  const isPath = wantedPath === path || (path.includes('/') && wantedPath === path.split('/')[0])
  return isPath && (wantedVersion === undefined || wantedVersion === version)
}

/** Who has to satisfy an import that the component itself leaves open. */
export function findSource(name: string, dependencies: readonly GraphDependency[]): GraphImport {
  const dependency = dependencies.find((each) => each.satisfies.includes(name))
  if (dependency !== undefined) return { name, from: 'dependency', dependency: dependency.name }
  const isOfHost = hostNamespaces.some((namespace) => name.startsWith(namespace))
  return { name, from: isOfHost ? 'host' : 'nobody', dependency: null }
}
