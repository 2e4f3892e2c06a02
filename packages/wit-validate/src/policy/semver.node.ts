import { createRequire } from 'node:module'
import type { Semver } from './semver.ts'

const require = createRequire(import.meta.url)

let loaded: Semver | undefined

/** The library `semver`, read from the disk only once a policy has a range: it takes 10 ms, and few have one. */
export function loadSemver(): Semver {
  loaded ??= {
    satisfies: require('semver/functions/satisfies.js'),
    valid: require('semver/functions/valid.js'),
    intersects: require('semver/ranges/intersects.js'),
    minVersion: require('semver/ranges/min-version.js'),
    subset: require('semver/ranges/subset.js'),
    validRange: require('semver/ranges/valid.js'),
  }
  return loaded
}
