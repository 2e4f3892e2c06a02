import type { Cost } from './cost.ts'

/** What lies in an index space of a component. */
export interface Entry {
  /**
   * Of a type, how many types it consists of, each counted as often as it occurs, because nothing is shared in
   * generated code. Of a function, that of its type. Of an instance, what tools write where its functions cross
   * a boundary, all of them once.
   */
  readonly size: number
  /** Of a type: how deep it consists of types. */
  readonly depth: number
  readonly exports: ReadonlyMap<string, Entry>
  /** Of a core module or component: what one instance takes. Not there where it came from outside. */
  readonly cost?: Cost
}

const nothing: ReadonlyMap<string, Entry> = new Map()

/** A primitive type, a resource: what does not grow by being used. */
export const single: Entry = { size: 1, depth: 1, exports: nothing }

export function sizedEntry(size: number, exports = nothing, depth = 1): Entry {
  return { size, depth, exports }
}

/** Sorts of core WebAssembly have a second byte, which is added to this. */
export const CORE = 0x100

/** Of what an index space is. */
export const SORT = {
  coreModule: CORE + 0x11,
  function: 1,
  value: 2,
  type: 3,
  component: 4,
  instance: 5,
} as const

/**
 * What tools write for a function whatever its type is, in types: jco writes 3300 bytes of JavaScript for one that
 * is exported, and 1100 for one that is lowered, when a type takes some 320.
 */
const FUNCTION = 10

/** What tools write where something crosses a boundary. */
export function weighCrossing(sort: number, { size }: Entry): number {
  if (sort === SORT.function) return FUNCTION + size
  return sort === SORT.instance ? size : 1
}

/** Gathers what an instance exports, and what tools write where all of it crosses a boundary. */
export class InstanceExports {
  readonly exports = new Map<string, Entry>()
  size = 0

  add(name: string, sort: number, entry: Entry): void {
    this.exports.set(name, entry)
    this.size += weighCrossing(sort, entry)
  }

  get entry(): Entry {
    return sizedEntry(this.size, this.exports)
  }
}
