import Range from 'semver/classes/range.js'
import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import minVersion from 'semver/ranges/min-version.js'
import subset from 'semver/ranges/subset.js'

/** The library `semver` where code is bundled: in browsers, wherever the condition `node` is not set. */
export function loadSemver() {
  return { Range, satisfies, valid, minVersion, subset }
}

export type Semver = ReturnType<typeof loadSemver>
