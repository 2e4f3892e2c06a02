import type { GraphLink } from './app-graph.ts'

/** Imports or exports by their names, of which a stranger's component may have hundreds of thousands. */
export interface LinkIndex {
  readonly all: readonly GraphLink[]
  /** In their order; several only where the bytes are not valid. */
  named(name: string): readonly GraphLink[]
}

/** Reads the names once, when the first of them is asked for. */
export function indexLinks(all: readonly GraphLink[]): LinkIndex {
  let byName: ReadonlyMap<string, readonly GraphLink[]> | undefined
  return {
    all,
    named: (name) => {
      byName ??= Map.groupBy(all, (link) => link.name)
      return byName.get(name) ?? []
    },
  }
}
