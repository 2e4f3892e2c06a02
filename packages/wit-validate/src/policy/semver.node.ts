import { createRequire } from 'node:module'
import type { Semver } from './semver.ts'

const require = createRequire(import.meta.url)

/** The library `semver`, read from the disk only once a policy has a range: few have, and it takes 10 ms. */
export function loadSemver(): Semver {
  return {
    Range: require('semver/classes/range.js'),
    satisfies: require('semver/functions/satisfies.js'),
    valid: require('semver/functions/valid.js'),
    minVersion: require('semver/ranges/min-version.js'),
    subset: require('semver/ranges/subset.js'),
  }
}
