import { cutMiddle, makeVisible } from './columns.ts'

/** The most columns that a name, a signature or an argument of a finding takes: three lines. */
const MAX_COLUMNS = 240

/** Characters at either end of a text, more than are ever shown, beyond which it is not looked at. */
const MAX_READ = 4000

/** A name of a stranger, as it may stand in text for people: visible, and cut where it says nothing any more. */
export function showName(name: string, columns = MAX_COLUMNS): string {
  return cutMiddle(makeVisible(shorten(name)), columns)
}

/** What is cut out here is in the middle of what is cut out later, since every character takes a column. */
function shorten(name: string): string {
  return name.length <= 2 * MAX_READ ? name : name.slice(0, MAX_READ) + name.slice(-MAX_READ)
}

/** Texts by code point, the same order wherever it runs. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The first ones, and a word about the others. */
export function listFirst<Item>(
  items: readonly Item[],
  max: number,
  show: (item: Item) => readonly string[],
  more: (count: number) => string,
): string[] {
  const lines = items.slice(0, max).flatMap(show)
  return items.length <= max ? lines : [...lines, more(items.length - max)]
}
