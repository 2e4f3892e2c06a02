/** A text that something begins with that is worth a closer look. */
export interface Anchor {
  readonly anchor: string
  /** Which two characters of it are rarest in other data, by the place of the first. */
  readonly rare: number
}

interface Entry<Sought> {
  readonly sought: Sought
  readonly codes: Uint8Array
  readonly rare: number
}

/**
 * Finds many texts in one pass over bytes: each pair of neighbours is looked up in a table that is empty but
 * for one pair of each text. It takes the same time whatever the bytes are, and no memory.
 */
export class AnchorTable<Sought extends Anchor> {
  /** By pair of bytes, a place in `#buckets`; 0 for none. */
  readonly #pairs = new Uint8Array(65_536)
  readonly #buckets: Entry<Sought>[][] = [[]]

  constructor(anchors: readonly Sought[]) {
    for (const sought of anchors) {
      const { anchor, rare } = sought
      const codes = Uint8Array.from(anchor, (character) => character.charCodeAt(0))
      const pair = ((codes[rare] as number) << 8) | (codes[rare + 1] as number)
      if (this.#pairs[pair] === 0) this.#pairs[pair] = this.#buckets.push([]) - 1
      this.#buckets[this.#pairs[pair] as number]?.push({ sought, codes, rare })
    }
  }

  /**
   * Tells of each anchor from `start` to `end`, in order.
   *
   * @param onFound Is told which, and where it begins; answers where to go on behind it, or 0.
   * @param maxPairs How many of the pairs in the table may occur.
   * @returns How many occurred, and the end of what was searched: less than `end` where there were too many.
   */
  search(
    bytes: Uint8Array,
    start: number,
    end: number,
    maxPairs: number,
    onFound: (sought: Sought, at: number) => number,
  ): { readonly pairs: number; readonly end: number } {
    let pairs = 0
    let at = start + 1
    for (;;) {
      at = findPair(bytes, at, end, this.#pairs)
      if (at >= end) return { pairs, end }
      if (pairs === maxPairs) return { pairs, end: at }
      pairs += 1
      const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number)
      const next = this.#compare(this.#pairs[pair] as number, bytes, start, end, at - 1, onFound)
      // The pair that comes next may begin with the last byte of what was found.
      at = Math.max(at + 1, next)
    }
  }

  /** Which anchors of the bucket have their pair at `pairAt`? */
  #compare(
    bucket: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    pairAt: number,
    onFound: (sought: Sought, at: number) => number,
  ): number {
    let next = 0
    for (const { sought, codes, rare } of this.#buckets[bucket] ?? []) {
      const from = pairAt - rare
      if (from < start || from + codes.length > end || !hasCodes(bytes, from, codes)) continue
      next = Math.max(next, onFound(sought, from))
    }
    return next
  }
}

/** The second byte of the next pair that is in the table. On its own, so that engines make the most of it. */
function findPair(bytes: Uint8Array, from: number, end: number, pairs: Uint8Array): number {
  if (from >= end) return end
  let previous = (bytes[from - 1] as number) << 8
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number
    if (pairs[previous | byte] !== 0) return at
    previous = byte << 8
  }
  return end
}

function hasCodes(bytes: Uint8Array, from: number, codes: Uint8Array): boolean {
  for (let index = 0; index < codes.length; index += 1) {
    if (bytes[from + index] !== codes[index]) return false
  }
  return true
}
