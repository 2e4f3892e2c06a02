import { findSimilar } from '@wasm-airlock/shared'

/** What comparing two names takes grows with the length of both, and nobody misspells a longer one. */
const MAX_LENGTH = 100

/**
 * The name that was probably meant, as a hint.
 *
 * @param prefix What stands before it.
 */
export function didYouMean(name: string, known: readonly string[], prefix = ''): string | undefined {
  const nearest = name.length > MAX_LENGTH ? undefined : findSimilar(name, known).at(-1)
  return nearest === undefined ? undefined : wouldBe(`${prefix}${nearest}`)
}

/** The name that was meant, as a hint. */
export function wouldBe(name: string): string {
  return `Did you mean \`${name}\`?`
}
