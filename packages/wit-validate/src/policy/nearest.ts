import { closestMatch } from 'leven'

/** The name that was probably meant: about a third of it may be wrong. */
export function findNearest(name: string, known: readonly string[]): string | undefined {
  return closestMatch(name, known, { maxDistance: Math.max(2, Math.ceil(name.length / 3)) })
}

/** The {@link findNearest} name as a hint. */
export function didYouMean(nearest: string | undefined): string | undefined {
  return nearest === undefined ? undefined : `Did you mean \`${nearest}\`?`
}
