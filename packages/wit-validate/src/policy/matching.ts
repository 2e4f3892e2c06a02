import { parseInterfaceName } from '@wasm-airlock/shared'
import { loadSemver } from '#semver'
import type { Pattern } from './pattern.ts'

/**
 * Does a pattern of `allow` cover an import that falls under its scope? What allows has to be certain: a range
 * takes no version that `semver` does not take by default, so no prerelease that it does not name.
 */
export function surelyCovers({ scope, exact, range }: Pattern, importName: string): boolean {
  if (scope === '*' || !scope.includes(':')) return true
  const parsed = parseInterfaceName(importName)
  if (parsed === undefined) return false
  if (exact !== null) return parsed.version === exact
  if (range === null) return true
  return parsed.version !== undefined && loadSemver().satisfies(parsed.version, range)
}

/**
 * Does a pattern of `deny` cover an import that falls under its scope? What denies need only be possible: a
 * range takes prereleases too, those of its lowest version among them, and whatever follows an `@` and cannot be
 * compared.
 */
export function possiblyCovers({ exact, range }: Pattern, importName: string): boolean {
  if (exact === null && range === null) return true
  if (!importName.includes('@')) return false
  const version = parseInterfaceName(importName)?.version
  if (version === undefined) return true
  // `0.2.9+local` is version 0.2.9.
  if (exact !== null) return withoutBuild(version) === withoutBuild(exact)
  const { satisfies, valid } = loadSemver()
  // `semver` takes a version with larger numbers than JavaScript counts for none.
  return valid(version) === null || satisfies(version, rangeToDeny(range ?? ''), { includePrerelease: true })
}

/**
 * A range as it is meant in `deny`: `^0.2.0` starts with `0.2.0-0`, the first of all prereleases of 0.2.0, where
 * `semver` would order them below it. A range that names a prerelease starts there.
 */
export function rangeToDeny(range: string): string {
  return range.replace(/(?<=(?:>=|\^|~)\d+\.\d+\.\d+)(?![\d-])/g, '-0')
}

/**
 * What falls together where a name becomes code: JavaScript has one spelling for `poll` and `POLL`, and for
 * `v-2` and `v2`.
 */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/-(?=\d)/g, '')
}

function withoutBuild(version: string): string | undefined {
  return version.split('+')[0]
}
