/** The policies that have a name; `policyPresets` says what is in each. */
export type PresetName = 'pure' | 'wasi-cli' | 'spin-http'

/** How much of something a component may have. None can be set above what holds without a policy. */
export interface PolicyLimits {
  /** Size of the component, in bytes. */
  readonly maxBytes?: number
  /** All memories together at the start, in bytes. */
  readonly maxMemoryBytes?: number
  /** Memories of all core modules. */
  readonly maxMemories?: number
  /** All tables together at the start, in elements. */
  readonly maxTableElements?: number
  /** How deep types are nested in one another, and components in components. */
  readonly maxNesting?: number
  /** Types of the imports and exports. */
  readonly maxTypes?: number
  /** Size of the generated bindings, in types that are converted. */
  readonly maxBindings?: number
  /** Core modules at any depth. */
  readonly maxModules?: number
  /** Components inside of the outermost one, at any depth. */
  readonly maxComponents?: number
}

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
  readonly limits?: PolicyLimits
  /** Where the rules stand in their file: a line for each, from 1. Only messages make use of it. */
  readonly lines?: { readonly allow: readonly number[]; readonly deny: readonly number[] }
}

/** The policy that holds wherever no other is given: no import at all. */
export const denyAll: Policy = Object.freeze({ allow: Object.freeze([]) })
