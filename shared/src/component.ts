/** What a component was made from. */
export type Language = 'python' | 'javascript' | 'typescript' | 'wasm'

/** A finished component and where it comes from. */
export interface BuiltComponent {
  readonly bytes: Uint8Array
  /** Lower-case hexadecimal SHA-256 of `bytes`. */
  readonly sha256: string
  readonly language: Language
}

/** A parameter or field with its WIT type as text. */
export interface TypedName {
  readonly name: string
  readonly type: string
}

/** A function of an interface or a world: `before: func(userprompt: string) -> string`. */
export interface FunctionSignature {
  readonly name: string
  readonly params: readonly TypedName[]
  /** WIT type of the result; `null` for none. */
  readonly result: string | null
}

/** One import or export of a component, as it stands in its binary. */
export interface WorldItem {
  /** `wasi:cli/environment@0.2.9`, or the plain name of a function. */
  readonly name: string
  readonly kind: 'interface' | 'function' | 'type' | 'component' | 'module' | 'value'
  /** The functions of an interface, or the function itself. */
  readonly functions: readonly FunctionSignature[]
  /**
   * Is it a value type, or an interface of nothing else? There is nothing to call or to hold, so an import of it
   * needs no grant and no rule of a policy. Absent for all else, a resource included.
   */
  readonly typesOnly?: true
}

/**
 * Is this import nothing but types? They are promises about values: whoever imports them can do nothing with that,
 * whatever their name is, and needs no grant.
 */
export function isTypesOnly({ typesOnly }: WorldItem): boolean {
  return typesOnly === true
}

/** A WIT package as text: relative POSIX path → content, `deps/` as wit-parser lays it out. */
export type WitFiles = Readonly<Record<string, string>>
