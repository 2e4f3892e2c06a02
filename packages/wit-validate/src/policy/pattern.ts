const WORD = '(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*'
const FUNCTION = `(?:${WORD}|\\[constructor\\]${WORD}|\\[(?:method|static)\\]${WORD}\\.${WORD})`
const NUMBER = '(?:0|[1-9][0-9]{0,15})'
const LABELS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
const VERSION = `${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${LABELS})?(?:\\+${LABELS})?`
const COMPARATOR = `(?:>=|<=|>|<)${VERSION}`
const RANGE = `(?:[\\^~]${VERSION}|${COMPARATOR}(?: ${COMPARATOR}){0,3})`

const IN_VERSIONS = `(?:@(?:(?<exact>${VERSION})|(?<range>${RANGE})))?`

const WHOLE = new RegExp(`^(?:\\*|${WORD}:\\*|${FUNCTION})$`)
const INTERFACE = new RegExp(`^(?<scope>${WORD}:${WORD}/${WORD})${IN_VERSIONS}(?:#(?<fn>${FUNCTION}))?$`)
const PACKAGE = new RegExp(`^(?<scope>${WORD}:${WORD}/\\*)${IN_VERSIONS}$`)

/** All of them as the text of one regular expression, without named groups, which not every language has. */
export const patternSource = [WHOLE, INTERFACE, PACKAGE]
  .map(({ source }) => `(?:${source.replace(/\?<\w+>/g, '?:')})`)
  .join('|')

/** No pattern is longer; without a bound, a hostile one could be as long as its file. */
export const MAX_PATTERN_LENGTH = 300

/** A pattern in its parts. */
export interface Pattern {
  readonly text: string
  /** What it speaks of in any version: `*`, `wasi:*`, `wasi:io/*`, `wasi:io/poll`, `log`. */
  readonly scope: string
  /** `0.2.9`; `null` for any version, or where `range` says which. */
  readonly exact: string | null
  /** `^0.2.3`, `>=0.2.3 <0.3.0`. */
  readonly range: string | null
  /** The one function that it speaks of. */
  readonly function: string | null
}

/**
 * Takes a pattern apart.
 *
 * @returns `undefined` where the text is no pattern.
 */
export function parsePattern(text: string): Pattern | undefined {
  if (text.length > MAX_PATTERN_LENGTH) return undefined
  if (WHOLE.test(text)) return { text, scope: text, exact: null, range: null, function: null }
  const parts = (INTERFACE.exec(text) ?? PACKAGE.exec(text))?.groups
  if (parts === undefined) return undefined
  const { scope = text, exact = null, range = null, fn = null } = parts
  return { text, scope, exact, range, function: fn }
}

/** The scopes that an import of this name can fall under, the narrowest first. */
export function scopesOf(importName: string): string[] {
  const [, unversioned = importName] = /^([^@]*)@/.exec(importName) ?? []
  const colon = importName.indexOf(':')
  if (colon < 0) return [importName, '*']
  const slash = importName.indexOf('/', colon)
  const packageScope = slash < 0 ? [] : [`${importName.slice(0, slash)}/*`]
  return [unversioned, ...packageScope, `${importName.slice(0, colon)}:*`, '*']
}
