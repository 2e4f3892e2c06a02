/**
 * A resolved WIT package as wit-parser serialises it: four tables that refer to one another by index.
 */
export interface WitResolution {
  readonly worlds: readonly WitWorld[]
  readonly interfaces: readonly WitInterface[]
  readonly types: readonly WitTypeDefinition[]
  readonly packages: readonly WitPackage[]
  /** Index of the package that was asked for; the others are what it uses. */
  readonly package: number
}

export interface WitDocs {
  readonly contents: string | null
}

export interface WitPackage {
  /** `wasi:cli@0.2.9` */
  readonly name: string
  readonly docs?: WitDocs
  /** Name → index of the interface. */
  readonly interfaces: Readonly<Record<string, number>>
  /** Name → index of the world. */
  readonly worlds: Readonly<Record<string, number>>
}

export interface WitWorld {
  readonly name: string
  readonly docs?: WitDocs
  /** The key of an interface of a package is `interface-` and its index. */
  readonly imports: Readonly<Record<string, WitWorldItem>>
  readonly exports: Readonly<Record<string, WitWorldItem>>
  readonly package: number | null
}

export type WitWorldItem =
  | { readonly interface: { readonly id: number } }
  | { readonly function: WitFunction }
  | { readonly type: number | { readonly id: number } }

export interface WitInterface {
  /** `null` for an interface that is written inside of a world. */
  readonly name: string | null
  readonly docs?: WitDocs
  /** Name → index of the type. */
  readonly types: Readonly<Record<string, number>>
  readonly functions: Readonly<Record<string, WitFunction>>
  readonly package: number | null
}

export interface WitFunction {
  readonly name: string
  readonly docs?: WitDocs
  /** With a number: the index of the resource that it belongs to. */
  readonly kind:
    | 'freestanding'
    | 'async-freestanding'
    | Readonly<Partial<Record<'method' | 'static' | 'constructor' | 'async-method' | 'async-static', number>>>
  readonly params: readonly WitField[]
  readonly result?: WitType
}

export interface WitField {
  readonly name: string
  readonly type: WitType
  readonly docs?: WitDocs
}

/** The name of a primitive type, or the index of another. */
export type WitType = string | number

export interface WitTypeDefinition {
  /** `null` for a type that is only written where it is used, such as `list<u8>`. */
  readonly name: string | null
  readonly docs?: WitDocs
  readonly kind: WitTypeKind
  readonly owner: null | { readonly interface: number } | { readonly world: number }
}

export type WitTypeKind =
  | 'resource'
  | 'unknown'
  | { readonly record: { readonly fields: readonly WitField[] } }
  | { readonly flags: { readonly flags: readonly { readonly name: string; readonly docs?: WitDocs }[] } }
  | { readonly enum: { readonly cases: readonly { readonly name: string; readonly docs?: WitDocs }[] } }
  | {
      readonly variant: {
        readonly cases: readonly {
          readonly name: string
          readonly type: WitType | null
          readonly docs?: WitDocs
        }[]
      }
    }
  | { readonly tuple: { readonly types: readonly WitType[] } }
  | { readonly option: WitType }
  | { readonly result: { readonly ok: WitType | null; readonly err: WitType | null } }
  | { readonly list: WitType }
  | { readonly 'fixed-length-list': readonly [WitType, number] }
  | { readonly map: readonly [WitType, WitType] }
  | { readonly future: WitType | null }
  | { readonly stream: WitType | null }
  | { readonly handle: { readonly own: number } | { readonly borrow: number } }
  | { readonly type: WitType }
