/** A type: a primitive one by its WIT name (`u32`, `string`), any other by its index in the table. */
export type TypeRef = string | number

/** What a type of a WIT interface is called. */
interface Named {
  /** `null` where the component gives it no name: `list<u8>` in a parameter. */
  readonly name: string | null
  /** The interface that it belongs to, with the version; `null` for a type of the component itself. */
  readonly owner: string | null
}

/** A field, or a case of a variant; `type` is `null` for a case without a payload. */
export interface TypedEntry<T = TypeRef> {
  readonly name: string
  readonly type: T
}

export interface RecordType extends Named {
  readonly kind: 'record'
  readonly fields: readonly TypedEntry[]
}

export interface VariantType extends Named {
  readonly kind: 'variant'
  readonly cases: readonly TypedEntry<TypeRef | null>[]
}

export interface EnumType extends Named {
  readonly kind: 'enum'
  readonly cases: readonly string[]
}

export interface FlagsType extends Named {
  readonly kind: 'flags'
  readonly flags: readonly string[]
}

export interface TupleType extends Named {
  readonly kind: 'tuple'
  readonly items: readonly TypeRef[]
}

export interface ListType extends Named {
  readonly kind: 'list'
  readonly element: TypeRef
  /** Of a list of fixed length. */
  readonly length: number | null
}

export interface MapType extends Named {
  readonly kind: 'map'
  readonly key: TypeRef
  readonly value: TypeRef
}

export interface OptionType extends Named {
  readonly kind: 'option'
  readonly payload: TypeRef
}

export interface ResultType extends Named {
  readonly kind: 'result'
  readonly ok: TypeRef | null
  readonly error: TypeRef | null
}

/** A future or a stream of values, or of nothing. */
export interface AsyncType extends Named {
  readonly kind: 'future' | 'stream'
  readonly payload: TypeRef | null
}

/** A handle of a resource. */
export interface HandleType extends Named {
  readonly kind: 'own' | 'borrow'
  /** Index of the resource. */
  readonly resource: number
}

/** Another name of a type: of a primitive one, or of one that is used from another interface. */
export interface AliasType extends Named {
  readonly kind: 'alias'
  readonly type: TypeRef
}

/** A resource. */
export interface ResourceType extends Named {
  readonly kind: 'resource'
  /** The resource of another interface that this one is. */
  readonly alias: number | null
  /** Indexes of its constructor, its methods and its static functions. */
  readonly functions: readonly number[]
}

export interface FunctionType {
  readonly kind: 'function'
  /** Without what says that it belongs to a resource: `draw` of `[method]canvas.draw`. */
  readonly name: string | null
  readonly role: 'freestanding' | 'constructor' | 'method' | 'static'
  /** Index of the resource that it belongs to. */
  readonly resource: number | null
  readonly async: boolean
  /** Of a method, `self` is the first. */
  readonly params: readonly TypedEntry[]
  readonly result: TypeRef | null
}

/** The type of an instance: an interface. */
export interface InterfaceType {
  readonly kind: 'interface'
  /** `wasi:http/types@0.2.3`; `null` where it has none. */
  readonly name: string | null
  readonly version: string | null
  /** Its types and functions, by the names of the binary. */
  readonly exports: readonly TypedEntry[]
}

/** The type of a component. */
export interface ComponentType {
  readonly kind: 'component'
  readonly imports: readonly TypedEntry[]
  readonly exports: readonly TypedEntry[]
}

/** What a core module imports or exports. */
export interface CoreItem {
  readonly name: string
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag'
}

/** The type of a core module. */
export interface ModuleType {
  readonly kind: 'module'
  readonly imports: readonly (CoreItem & { readonly module: string })[]
  readonly exports: readonly CoreItem[]
}

/** One entry of the table of types. */
export type ComponentTypeDefinition =
  | RecordType
  | VariantType
  | EnumType
  | FlagsType
  | TupleType
  | ListType
  | MapType
  | OptionType
  | ResultType
  | AsyncType
  | HandleType
  | AliasType
  | ResourceType
  | FunctionType
  | InterfaceType
  | ComponentType
  | ModuleType
