/** Which of the two lists of a policy a rule stands in. */
export type List = 'allow' | 'deny'

interface Version {
  readonly numbers: readonly number[]
  /** The parts of `rc.1`; none of a release. */
  readonly labels: readonly string[]
}

interface Bound {
  readonly operator: string
  readonly version: Version
}

/**
 * What a range of versions means, written from the README and the text of Semantic Versioning, without a library.
 * A release is in a range when it keeps all bounds. A prerelease in `deny` too, and where a range starts with a
 * release, its prereleases belong to it; in `allow` only if a bound is a prerelease of the same numbers.
 */
export function isInRange(text: string, range: string, list: List): boolean {
  const version = parse(text)
  const bounds = boundsOf(range)
  const isNamed = bounds.some(
    (bound) => bound.version.labels.length > 0 && String(bound.version.numbers) === String(version.numbers),
  )
  if (list === 'allow' && version.labels.length > 0 && !isNamed) return false
  return bounds.every((bound) => keeps(version, bound, list))
}

/** Are they one version, whatever they were built from? */
export function sameVersion(one: string, other: string): boolean {
  return compare(parse(one), parse(other)) === 0
}

function keeps(version: Version, { operator, version: bound }: Bound, list: List): boolean {
  const order = compare(version, bound)
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  const isPrereleaseOf = bound.labels.length === 0 && String(version.numbers) === String(bound.numbers)
  return order >= 0 || (list === 'deny' && isPrereleaseOf)
}

function boundsOf(range: string): Bound[] {
  return range.split(' ').flatMap((part) => {
    const [, operator = '', text = ''] = /^([<>=^~]+)(.*)$/.exec(part) ?? []
    const version = parse(text)
    if (operator !== '^' && operator !== '~') return [{ operator, version }]
    const [major = 0, minor = 0, patch = 0] = version.numbers
    // The first number that is not 0 stays as it is, or with `~` the second one.
    const end = ((): number[] => {
      if (operator === '~') return [major, minor + 1, 0]
      if (major > 0) return [major + 1, 0, 0]
      return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1]
    })()
    return [
      { operator: '>=', version },
      { operator: '<', version: { numbers: end, labels: ['0'] } },
    ]
  })
}

function parse(text: string): Version {
  const [, numbers = '', labels] = /^([\d.]+)(?:-([^+]+))?/.exec(text) ?? []
  return { numbers: numbers.split('.').map(Number), labels: labels?.split('.') ?? [] }
}

/** Below, at or above 0, as the first one comes before, beside or after the second one. */
function compare(one: Version, other: Version): number {
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (one.labels.length === 0 || other.labels.length === 0) return other.labels.length - one.labels.length
  for (const [index, label] of one.labels.entries()) {
    const against = other.labels[index]
    if (against === undefined) return 1
    if (label !== against) return compareLabels(label, against)
  }
  return one.labels.length - other.labels.length
}

/** Numbers come before words. */
function compareLabels(one: string, other: string): number {
  const [a, b] = [one, other].map((label) => /^\d+$/.test(label))
  if (a && b) return Number(one) - Number(other)
  if (a !== b) return a ? -1 : 1
  return one < other ? -1 : 1
}
