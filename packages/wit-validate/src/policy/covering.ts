import { loadSemver } from '#semver'
import { rangeToDeny } from './matching.ts'
import { type Pattern, scopesOf } from './pattern.ts'

/** A rule of `allow` that can allow nothing, and the rule of `deny` that sees to it. */
export interface VoidRule {
  readonly allow: number
  readonly deny: number
}

/** Which rules of `allow` does a single rule of `deny` make void? */
export function findVoid(allow: readonly Pattern[], deny: readonly Pattern[]): VoidRule[] {
  const isWithin = makeIsWithin({ deny: true })
  const byScope = Map.groupBy(deny.entries(), ([, { scope }]) => scope)
  return allow.flatMap((pattern, index) => {
    const candidates = scopesOf(pattern.scope).flatMap((scope) => byScope.get(scope) ?? [])
    const found = candidates.find(([, denying]) => covers(denying, pattern, isWithin))
    return found === undefined ? [] : [{ allow: index, deny: found[0] }]
  })
}

/** Leaves out what another of these patterns of `allow` takes too: `^0.2.9` beside `^0.2.3`. */
export function withoutCovered(patterns: readonly Pattern[]): Pattern[] {
  const isWithin = makeIsWithin({ deny: false })
  const kept = new Set(patterns)
  const byScope = Map.groupBy(patterns, ({ scope }) => scope)
  for (const pattern of patterns) {
    const others = scopesOf(pattern.scope).flatMap((scope) => byScope.get(scope) ?? [])
    if (others.some((other) => other !== pattern && kept.has(other) && covers(other, pattern, isWithin)))
      kept.delete(pattern)
  }
  return [...kept]
}

/** Does one pattern take everything that another one takes, which falls under its scope? */
function covers(outer: Pattern, inner: Pattern, isWithin: IsWithin): boolean {
  if (outer.function !== null && outer.function !== inner.function) return false
  if (outer.exact === null && outer.range === null) return true
  if (outer.exact !== null) return outer.exact === inner.exact
  const versions = inner.range ?? (inner.exact === null ? null : `=${inner.exact}`)
  return versions !== null && isWithin(versions, outer.range ?? '')
}

type IsWithin = (inner: string, outer: string) => boolean

/**
 * Is one range of versions within another one? Each pair is looked at once: many rules share few ranges.
 *
 * @param deny The outer range stands in `deny`, where it takes prereleases too.
 */
function makeIsWithin({ deny }: { readonly deny: boolean }): IsWithin {
  const known = new Map<string, boolean>()
  return (inner, outer) => {
    const pair = `${inner} in ${outer}`
    const before = known.get(pair)
    if (before !== undefined) return before
    const range = deny ? rangeToDeny(outer) : outer
    const found = loadSemver().subset(inner, range, { includePrerelease: deny })
    known.set(pair, found)
    return found
  }
}
