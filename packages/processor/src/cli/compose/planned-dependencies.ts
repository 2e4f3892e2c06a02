import type { ComposedComponent } from '@wasm-airlock/compose'

/**
 * What the mode `spin-dependencies` would write for a component of the application, as far as a plan says it: the
 * keys by the imports that they satisfy, and the files by the names of what is in them.
 */
export function plannedDependencies({ id, connections }: ComposedComponent): string[] {
  const partOf = new Map<string, string>()
  const rootOf = (name: string): string => {
    const next = partOf.get(name) ?? name
    return next === name ? name : rootOf(next)
  }
  // What feeds one another is composed into one dependency.
  for (const { plug, to } of connections) if (to !== null) partOf.set(rootOf(plug), rootOf(to))
  const taken = connections.filter(({ to }) => to === null)
  const files = new Map<string, string>()
  for (const { plug } of taken) {
    const root = rootOf(plug)
    if (!files.has(root)) files.set(root, `dependencies/${plug}.wasm`)
  }
  return [
    ...[...files.values()].map((path) => `file: ${path}`),
    ...taken.map(
      ({ plug, import: name }) =>
        `spin.toml: ${JSON.stringify(name)} as a dependency of ${id}, from ${files.get(rootOf(plug))}`,
    ),
  ]
}
