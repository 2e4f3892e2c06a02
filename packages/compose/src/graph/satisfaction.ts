import { isHostInterface } from '../match/names.ts'
import type { GraphDependency, GraphImport } from './app-graph.ts'

/** Who has to satisfy an import that the component itself leaves open. */
export function findSource(name: string, dependencies: readonly GraphDependency[]): GraphImport {
  const dependency = dependencies.find((each) => each.satisfies.includes(name))
  if (dependency !== undefined) return { name, from: 'dependency', dependency: dependency.name }
  return { name, from: isHostInterface(name) ? 'host' : 'nobody', dependency: null }
}
