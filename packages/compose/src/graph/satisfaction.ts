import { isHostInterface } from '../match/names.ts'
import type { GraphDependency, GraphImport } from './app-graph.ts'

/**
 * Who has to satisfy what a component itself leaves open.
 *
 * @param names Its imports: of a stranger's component, there may be hundreds of thousands.
 */
export function findSources(
  names: readonly string[],
  dependencies: readonly Pick<GraphDependency, 'name' | 'satisfies'>[],
): GraphImport[] {
  const dependencyOf = new Map<string, string>()
  for (const { name, satisfies } of dependencies) {
    for (const each of satisfies) if (!dependencyOf.has(each)) dependencyOf.set(each, name)
  }
  return names.map((name) => {
    const dependency = dependencyOf.get(name)
    if (dependency !== undefined) return { name, from: 'dependency', dependency }
    return { name, from: isHostInterface(name) ? 'host' : 'nobody', dependency: null }
  })
}
