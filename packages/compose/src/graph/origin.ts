import type { GraphEnd } from './app-graph.ts'

/** Most places that something can be put together of; the rest is left out. */
const maximumEnds = 16

/** Something in an index space of a component, as far as it matters where it comes from. */
export interface Origin {
  readonly ends: readonly GraphEnd[]
  /** Of an instance that is made of exports: where each of them comes from. */
  readonly items?: ReadonlyMap<string, readonly GraphEnd[]>
}

export const ownOrigin: Origin = { ends: [{ from: 'own' }] }

/** Where an export of an instance comes from. */
export function exportOrigin({ ends, items }: Origin, name: string): Origin {
  const item = items?.get(name)
  if (item !== undefined) return { ends: item }
  return {
    ends: ends.map((end) => (end.from === 'part' && end.export === null ? { ...end, export: name } : end)),
  }
}

/** Every place once, in the order in which they come; the component's own code only where there is no other. */
export function uniteEnds(all: Iterable<readonly GraphEnd[]>): readonly GraphEnd[] {
  const united = new Map<string, GraphEnd>()
  for (const ends of all) {
    for (const end of ends) {
      if (united.size >= maximumEnds) return [...united.values()]
      united.set(JSON.stringify(end), end)
    }
  }
  return united.size === 0 ? ownOrigin.ends : [...united.values()]
}
