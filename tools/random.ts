/** Numbers that are the same in every run with the same seed. */
export interface Random {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
  /** One of the list, which is not empty. */
  pick<T>(list: readonly T[]): T
  /** True in one of `count` cases. */
  oneIn(count: number): boolean
}

/** The generator mulberry32: small, and good enough to choose where to break something. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    oneIn: (count) => below(count) === 0,
  }
}
