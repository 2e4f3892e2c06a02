import { loadSemver } from '#semver'
import known from './catalogue.json' with { type: 'json' }
import type { Catalogue } from './catalogue.ts'
import { didYouMean, wouldBe } from './nearest.ts'
import type { Pattern } from './pattern.ts'
import type { Problem } from './problem.ts'

const catalogue: Catalogue = known

type Release = Catalogue[string]['releases'][number]

/**
 * Does a pattern name something that a known package does not have, so that it can match nothing? Packages
 * that are not known, prereleases and whatever is newer than the catalogue may have anything, unless the name of the
 * package is nearly that of a known one of WASI: a rule of `deny` that is misspelt would deny nothing.
 */
export function findUnknown(pattern: Pattern): Omit<Problem, 'path'> | undefined {
  const [packageName = '', interfaceName = ''] = pattern.scope.split('/')
  const entry = Object.hasOwn(catalogue, packageName) ? catalogue[packageName] : undefined
  if (entry === undefined) return findMisspelt(packageName)
  const releases = releasesOf(pattern, entry.releases)
  if (releases === 'any') return undefined
  if (releases.length === 0) {
    if (!entry.complete) return undefined
    return {
      message: `no version of ${packageName} is ${pattern.exact ?? pattern.range}`,
      hint: () =>
        `The newest that are known are ${entry.releases.map(({ newest }) => newest).join(' and ')}.`,
    }
  }
  if (interfaceName === '*') return undefined
  const interfaces = new Set(releases.flatMap((release) => Object.keys(release.interfaces)))
  if (!interfaces.has(interfaceName)) {
    if (!entry.complete) return undefined
    return {
      message: `${packageName} has no interface \`${interfaceName}\``,
      hint: () => didYouMean(interfaceName, [...interfaces], `${packageName}/`),
    }
  }
  return findUnknownFunction(pattern, releases, interfaceName)
}

/** Only what is one character away: WASI has more packages than the catalogue, and nobody is to be kept from those. */
function findMisspelt(packageName: string): Omit<Problem, 'path'> | undefined {
  const meant = Object.keys(catalogue).find((known) => isOneAway(packageName, known))
  if (!packageName.startsWith('wasi:') || meant === undefined) return undefined
  return { message: `there is no package ${packageName}`, hint: () => wouldBe(meant) }
}

/** Is one character too many, missing, or another one? */
function isOneAway(one: string, other: string): boolean {
  const longer = Math.max(one.length, other.length)
  let same = 0
  while (same < longer && one[same] === other[same]) same += 1
  const [rest, otherRest] = [one.slice(same), other.slice(same)]
  return [
    [1, 1],
    [1, 0],
    [0, 1],
  ].some(([skip, otherSkip]) => rest.slice(skip) === otherRest.slice(otherSkip))
}

function findUnknownFunction(
  { scope, function: name }: Pattern,
  releases: readonly Release[],
  interfaceName: string,
): Omit<Problem, 'path'> | undefined {
  if (name === null) return undefined
  const functions = new Set(releases.flatMap(({ interfaces }) => interfaces[interfaceName] ?? []))
  if (functions.has(name)) return undefined
  const method = [...functions].find((it) => it.endsWith(`.${name}`))
  return {
    message: `${scope} has no function \`${name}\``,
    hint: () =>
      method === undefined ? didYouMean(name, [...functions], `${scope}#`) : wouldBe(`${scope}#${method}`),
  }
}

/** The releases that a pattern speaks of; `any` where all that it speaks of is not known. */
function releasesOf({ exact, range }: Pattern, releases: readonly Release[]): readonly Release[] | 'any' {
  if (exact === null && range === null) return releases
  if ((exact ?? range)?.includes('-')) return 'any'
  const known = releases.filter((release) => {
    const [first, newest] = [firstOf(release), release.newest]
    return exact === null
      ? loadSemver().intersects(range ?? '', `>=${first} <=${newest}`)
      : compare(first, exact) <= 0 && compare(exact, newest) <= 0
  })
  const later = releases.some(({ newest }, index) => {
    const next = releases[index + 1]
    const end = next === undefined ? undefined : firstOf(next)
    return exact === null
      ? loadSemver().intersects(range ?? '', end === undefined ? `>${newest}` : `>${newest} <${end}`)
      : compare(exact, newest) > 0 && (end === undefined || compare(exact, end) < 0)
  })
  return known.length === 0 && later ? 'any' : known
}

/** `0.2.0` for `0.2.12`, `2.0.0` for `2.1.3`: the first version that the newest is compatible with. */
function firstOf({ newest }: Release): string {
  const [major = 0, minor = 0] = newest.split('.').map(Number)
  return major > 0 ? `${major}.0.0` : `0.${minor}.0`
}

/** Below, at or above 0, as the first version is below, at or above the second; neither is a prerelease. */
function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => (version.split('+')[0] ?? '').split('.').map(Number))
  const index = a?.findIndex((number, at) => number !== b?.[at]) ?? -1
  return index < 0 ? 0 : (a?.[index] ?? 0) - (b?.[index] ?? 0)
}
