import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import intersects from 'semver/ranges/intersects.js'
import minVersion from 'semver/ranges/min-version.js'
import subset from 'semver/ranges/subset.js'
import validRange from 'semver/ranges/valid.js'

/** The library `semver` where code is bundled: in browsers, wherever the condition `node` is not set. */
export function loadSemver() {
  return { satisfies, valid, intersects, minVersion, subset, validRange }
}

export type Semver = ReturnType<typeof loadSemver>
