import type { BinaryReader } from '../binary/reader.ts'
import { CORE, type Entry, SORT, single } from './entry.ts'

/** Something, and of which sort it is. */
export interface Placed {
  readonly sort: number
  readonly entry: Entry
}

/** What a component refers to by sort and number. Of other sorts nothing needs to be known. */
export class IndexSpaces {
  readonly #spaces: Readonly<Record<number, Entry[]>> = {
    [SORT.coreModule]: [],
    [SORT.function]: [],
    [SORT.type]: [],
    [SORT.component]: [],
    [SORT.instance]: [],
  }

  at(sort: number, index: number): Entry {
    const space = this.#spaces[sort]
    if (space === undefined) return single
    const entry = space[index]
    if (entry === undefined) throw new RangeError(`there is no number ${index} of sort ${sort}`)
    return entry
  }

  add(sort: number, entry: Entry): void {
    this.#spaces[sort]?.push(entry)
  }
}

/** Sorts of core WebAssembly have a second byte. */
export function readSort(reader: BinaryReader): number {
  const sort = reader.byte()
  return sort === 0 ? CORE + reader.byte() : sort
}

/** The name of an import or export of a component. */
export function readExternName(reader: BinaryReader): string {
  const form = reader.byte()
  const name = reader.name()
  if (form > 1) throw new RangeError(`an unknown kind of name, ${form}`)
  return name
}
