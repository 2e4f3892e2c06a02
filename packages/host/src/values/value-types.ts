import { toCamelCase } from '@wasm-airlock/shared'
import type { WitResolution, WitType, WitTypeKind } from '@wasm-airlock/wac'

/** A field of a record or a flag. */
export interface Field {
  /** As WIT spells it. */
  readonly name: string
  /** As the generated JavaScript spells it. */
  readonly camel: string
}

/** What values of a type look like; the types inside of it are looked at when a value has them. */
export type Shape =
  | { readonly kind: 'bool' | 'char' | 'string' | 'bytes' }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'integer'; readonly bits: number; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'list'; readonly of: WitType; readonly length: number | undefined }
  | { readonly kind: 'tuple'; readonly items: readonly WitType[] }
  | { readonly kind: 'record'; readonly fields: readonly (Field & { readonly type: WitType })[] }
  | { readonly kind: 'flags'; readonly fields: readonly Field[] }
  | { readonly kind: 'enum'; readonly names: ReadonlySet<string> }
  /** `null` for a case without a value. */
  | { readonly kind: 'variant' | 'result'; readonly cases: ReadonlyMap<string, WitType | null> }
  /**
   * An option of an option needs a tag to tell `none` from `some(none)`. The generated JavaScript leaves the tag
   * away again around an option that has one.
   */
  | {
      readonly kind: 'option'
      readonly of: WitType
      readonly cases: ReadonlyMap<string, WitType | null> | null
      readonly isTagged: boolean
    }
  /** What lives in a component and cannot leave it, or what cannot be said in JavaScript. */
  | { readonly kind: 'foreign'; readonly what: string }

/**
 * The types of a resolved WIT package, each read once and only when asked for: a few lines of nested tuples
 * would double with every level, and a chain of aliases may be long.
 */
export class ValueTypes {
  readonly #types: WitResolution['types']
  readonly #shapes = new Map<WitType, Shape>()

  constructor(resolution: WitResolution) {
    this.#types = resolution.types
  }

  shapeOf(type: WitType): Shape {
    const known = this.#shapes.get(type)
    if (known !== undefined) return known
    const kind = this.#kindOf(type)
    const shape = typeof kind === 'string' ? primitive(kind) : this.#read(kind)
    this.#shapes.set(type, shape)
    return shape
  }

  /** Behind all aliases. */
  #kindOf(type: WitType): WitTypeKind | string {
    let kind: WitTypeKind | string = typeof type === 'string' ? type : (this.#types[type]?.kind ?? 'unknown')
    while (typeof kind === 'object' && 'type' in kind) {
      const next: WitType = kind.type
      kind = typeof next === 'string' ? next : (this.#types[next]?.kind ?? 'unknown')
    }
    return kind
  }

  #read(kind: Exclude<WitTypeKind, string>): Shape {
    if ('record' in kind) {
      const fields = kind.record.fields.map(({ name, type }) => ({ ...fieldOf({ name }), type }))
      return { kind: 'record', fields }
    }
    if ('flags' in kind) return { kind: 'flags', fields: kind.flags.flags.map(fieldOf) }
    if ('enum' in kind) return { kind: 'enum', names: new Set(kind.enum.cases.map(({ name }) => name)) }
    if ('variant' in kind) {
      return { kind: 'variant', cases: new Map(kind.variant.cases.map(({ name, type }) => [name, type])) }
    }
    if ('result' in kind) {
      const { ok, err } = kind.result
      return { kind: 'result', cases: new Map([['ok', ok ?? null] as const, ['err', err ?? null] as const]) }
    }
    if ('option' in kind) {
      const inner = this.shapeOf(kind.option)
      const cases =
        inner.kind === 'option' ? new Map([['some', kind.option] as const, ['none', null] as const]) : null
      return { kind: 'option', of: kind.option, cases, isTagged: inner.kind === 'option' && !inner.isTagged }
    }
    if ('list' in kind) {
      if (this.#kindOf(kind.list) === 'u8') return { kind: 'bytes' }
      return { kind: 'list', of: kind.list, length: undefined }
    }
    if ('fixed-length-list' in kind) {
      const [of, length] = kind['fixed-length-list']
      return { kind: 'list', of, length }
    }
    if ('tuple' in kind) return { kind: 'tuple', items: kind.tuple.types }
    return { kind: 'foreign', what: 'handle' in kind ? 'resource' : (Object.keys(kind)[0] ?? 'type') }
  }
}

function fieldOf({ name }: { readonly name: string }): Field {
  return { name, camel: toCamelCase(name) }
}

function primitive(name: string): Shape {
  if (name === 'bool' || name === 'char' || name === 'string') return { kind: name }
  const [, letter, digits] = /^([usf])(8|16|32|64)$/.exec(name) ?? []
  const bits = Number(digits)
  if (letter === 'f') return { kind: 'float', bits: bits === 32 ? 32 : 64 }
  if (letter === 'u') return { kind: 'integer', bits, min: 0n, max: 2n ** BigInt(bits) - 1n }
  if (letter === 's') {
    const half = 2n ** BigInt(bits - 1)
    return { kind: 'integer', bits, min: -half, max: half - 1n }
  }
  return { kind: 'foreign', what: name }
}
