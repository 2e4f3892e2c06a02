import { findSimilar } from '@wasm-airlock/shared'

/** What comparing two long names takes grows with the square of their length. */
const MAX_LENGTH = 64
const MAX_OTHERS = 100

/**
 * The name that somebody may have meant: the same interface of another package or version, else one that
 * is written nearly alike.
 *
 * @param name `a:b/c@1.0.0`, or a plain name.
 * @param others Names to choose from; the first hundred count.
 */
export function findNearest(name: string, others: readonly string[]): string | undefined {
  const word = lastWord(name)
  if (word.length > MAX_LENGTH) return undefined
  const byWord = new Map(
    others
      .slice(0, MAX_OTHERS)
      .map((other) => [lastWord(other), other] as const)
      .filter(([last]) => last.length <= MAX_LENGTH),
  )
  const [nearest] = findSimilar(word, [...byWord.keys()]).slice(-1)
  return nearest === undefined ? undefined : byWord.get(nearest)
}

/** `a:b/c@1.0.0` → `c` */
function lastWord(name: string): string {
  return name.replace(/@.*$/s, '').replace(/^.*\//s, '')
}
