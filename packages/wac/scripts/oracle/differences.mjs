// The list of accepted differences: each names its cases, its reason, and what each side says.
import { readFile } from 'node:fs/promises'
import { describeOutcome } from './outcome.mjs'

/**
 * @typedef {object} Difference
 * @property {string[]} cases
 * @property {string[]} sets Sets of arguments; `*` for those that differ, which is at least one.
 * @property {('command' | 'library')[]} sides Which of our sides differs.
 * @property {string} reason
 * @property {string} wac Part of what `wac` leaves behind.
 * @property {string} ours Part of what this package leaves behind.
 */

/** Keeps the list, and which of its entries have been met. */
export async function readDifferences() {
  const path = new URL('../../corpus/differences.json', import.meta.url)
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
    /** @returns Whether this difference is on the list and says what the list says. */
    accept(name, set, side, theirs, ours) {
      for (const key of [`${name} | ${set} | ${side}`, `${name} | * | ${side}`]) {
        const entry = entries[open.get(key)]
        if (entry === undefined) continue
        if (!describeOutcome(theirs).includes(entry.wac)) continue
        if (!describeOutcome(ours).includes(entry.ours)) continue
        met.add(key)
        return true
      }
      return false
    },
    /** Entries that no case differs by any more. */
    stale: (wasRun) => [...open.keys()].filter((key) => !met.has(key) && wasRun(...key.split(' | '))),
    count: () => met.size,
  }
}
