/** The part of wit-parser's `Resolve`, as JSON, that the componentizers read. */
export interface Resolve {
  readonly worlds: readonly {
    readonly name: string
    readonly exports: Readonly<Record<string, ResolveItem>>
  }[]
  readonly interfaces: readonly ResolveInterface[]
  readonly types: readonly ResolveTypeDefinition[]
  readonly packages: readonly {
    readonly name: string
    readonly worlds: Readonly<Record<string, number>>
  }[]
}

export interface ResolveItem {
  readonly interface?: { readonly id: number }
  readonly function?: ResolveFunction
}

export interface ResolveInterface {
  readonly name: string | null
  readonly package: number | null
  readonly functions: Readonly<Record<string, ResolveFunction>>
}

export interface ResolveFunction {
  readonly name: string
  /** `freestanding`, `async-freestanding`, or an object that names the resource. */
  readonly kind: unknown
  readonly params: readonly { readonly name: string; readonly type: ResolveType }[]
  readonly result?: ResolveType | null
}

/** The name of a primitive, or an index into `types`. */
export type ResolveType = string | number

export interface ResolveTypeDefinition {
  readonly name: string | null
  readonly kind: unknown
}
