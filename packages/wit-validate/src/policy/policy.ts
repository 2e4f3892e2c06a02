import type { Limits } from '../gate/limits.ts'

/** The policies that have a name; `policyPresets` says what is in each. */
export type PresetName = 'pure' | 'wasi-cli' | 'spin-http'

/** What a component may import, and how large it may be. Whatever no pattern allows is refused. */
export interface Policy {
  /** A preset whose rules hold beside those of `allow`. */
  readonly extends?: PresetName
  /**
   * Patterns: `wasi:clocks/wall-clock@0.2.9#now` (a function), `wasi:cli/environment@0.2.9` (an interface in this
   * version), `wasi:cli/environment@^0.2.3` (in these versions), `wasi:cli/environment` (in any), `wasi:io/*` (a
   * package), `wasi:*` (a namespace), `*` (everything), `log` (an import of that plain name).
   */
  readonly allow: readonly string[]
  /** The same patterns. What one of them denies, nothing allows. */
  readonly deny?: readonly string[]
  /** How much it may have of what tools pay for. @default those of README.md */
  readonly limits?: Limits
  /** Where the rules stand in their file: a line for each, from 1. Only messages make use of it. */
  readonly lines?: { readonly allow: readonly number[]; readonly deny: readonly number[] }
}

/** The policy that holds wherever no other is given: no import at all. */
export const denyAll: Policy = Object.freeze({ allow: Object.freeze([]) })
