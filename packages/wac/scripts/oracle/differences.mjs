// The list of accepted differences: each names its cases, its reason, and what each side says.
import { readFile } from 'node:fs/promises'

/**
 * @typedef {object} Difference
 * @property {string[]} cases
 * @property {string[]} sets Sets of arguments; `*` for those that differ, which is at least one.
 * @property {('command' | 'library' | 'other')[]} sides Which of our sides differs; `other`: terminals, formats.
 * @property {string} reason
 * @property {string} wac Part of what `wac` leaves behind.
 * @property {string} ours Part of what this package leaves behind.
 */

const own = new URL('../../corpus/differences.json', import.meta.url)

/** Keeps the list, and which of its entries have been met. */
export async function readDifferences(path = own) {
  const entries = JSON.parse(await readFile(path, 'utf8'))
  const open = new Map()
  for (const [index, entry] of entries.entries()) {
    for (const name of entry.cases) {
      for (const set of entry.sets) {
        for (const side of entry.sides) open.set(`${name} | ${set} | ${side}`, index)
      }
    }
  }
  const met = new Set()
  return {
    /**
     * @param theirs What `wac` leaves behind, as text.
     * @param ours What this package leaves behind, as text.
     * @returns Whether this difference is on the list and says what the list says.
     */
    accept(name, set, side, theirs, ours) {
      const keys = [`${name} | ${set} | ${side}`, `${name} | * | ${side}`]
      const key = keys.find((one) => {
        const entry = entries[open.get(one)]
        return entry !== undefined && theirs.includes(entry.wac) && ours.includes(entry.ours)
      })
      if (key !== undefined) met.add(key)
      return key !== undefined
    },
    /** Entries that no case differs by any more. */
    stale: (wasRun) => [...open.keys()].filter((key) => !met.has(key) && wasRun(...key.split(' | '))),
    count: () => met.size,
  }
}
