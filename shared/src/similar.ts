/**
 * Which of these words somebody may have meant: what clap suggests.
 *
 * @param word What was written.
 * @param words What could have been meant.
 * @returns Those with a Jaro similarity over 0.7, the most likely last.
 */
export function findSimilar(word: string, words: readonly string[]): string[] {
  return words
    .map((candidate) => ({ candidate, similarity: jaro(word, candidate) }))
    .filter(({ similarity }) => similarity > 0.7)
    .sort((a, b) => a.similarity - b.similarity)
    .map(({ candidate }) => candidate)
}

/** The Jaro similarity of two words, 0 to 1: common characters nearby, less those out of order. */
function jaro(first: string, second: string): number {
  const a = [...first]
  const b = [...second]
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0
  const range = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Set<number>()
  const common = a.filter((character, index) => {
    const from = Math.max(0, index - range)
    const found = b.findIndex(
      (other, at) => at >= from && at <= index + range && other === character && !taken.has(at),
    )
    if (found >= 0) taken.add(found)
    return found >= 0
  })
  if (common.length === 0) return 0
  const inOrder = [...taken].sort((x, y) => x - y).map((at) => b[at])
  const transposed = Math.floor(common.filter((character, at) => character !== inOrder[at]).length / 2)
  const matches = common.length
  return (matches / a.length + matches / b.length + (matches - transposed) / matches) / 3
}
