import { compareText } from '../wording/names.ts'
import type { Difference } from './diff-types.ts'

/** What only one of two lists has, where items with the same key are the same; two of them are two. */
export function diffBy<Item>(
  before: readonly Item[],
  after: readonly Item[],
  key: (item: Item) => string,
): Difference<Item> {
  return { added: without(after, before, key), removed: without(before, after, key) }
}

function without<Item>(all: readonly Item[], taken: readonly Item[], key: (item: Item) => string): Item[] {
  const counts = new Map<string, number>()
  for (const name of taken.map(key)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return all
    .map((item): [string, Item] => [key(item), item])
    .filter(([name]) => {
      const count = counts.get(name) ?? 0
      counts.set(name, count - 1)
      return count <= 0
    })
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, item]) => item)
}
