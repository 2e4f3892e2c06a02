import type { WitType } from '@wasm-airlock/wac'
import type { Field, Shape, ValueTypes } from './value-types.ts'
import { describeShape, listNames } from './value-words.ts'
import { isPlain, ValueError } from './values.ts'

/** A value that does not fit its type. */
export class MismatchError extends ValueError {
  /** Where: `p.y`, `items[3]`. */
  readonly path: string

  constructor(path: string, reason: string) {
    super(`${path} ${reason}`)
    this.path = path
  }
}

/** `in`: from a caller to the generated JavaScript. `out`: back, where nothing may be left out. */
export type Direction = 'in' | 'out'

/**
 * Checks a value against its WIT type and brings it into the spelling of the other side: WIT's for callers,
 * camelCase fields and flags for the generated JavaScript. It takes time as the value has parts, whatever
 * the type holds.
 *
 * @param name What the path starts with.
 * @throws MismatchError
 */
export function convertValue(
  types: ValueTypes,
  type: WitType,
  value: unknown,
  { name, direction }: { readonly name: string; readonly direction: Direction },
): unknown {
  return new Converter(types, direction, name).convert(type, value)
}

class Converter {
  readonly #types: ValueTypes
  readonly #direction: Direction
  readonly #path: (string | number)[]

  constructor(types: ValueTypes, direction: Direction, name: string) {
    this.#types = types
    this.#direction = direction
    this.#path = [name]
  }

  convert(type: WitType, value: unknown): unknown {
    const shape = this.#types.shapeOf(type)
    switch (shape.kind) {
      case 'bool':
        return typeof value === 'boolean' ? value : this.#refuse(shape, value)
      case 'string':
        return typeof value === 'string' && value.isWellFormed() ? value : this.#refuse(shape, value)
      case 'char': {
        const fits = typeof value === 'string' && value.isWellFormed() && [...value.slice(0, 3)].length === 1
        return fits ? value : this.#refuse(shape, value)
      }
      case 'integer':
        return toInteger(shape, value) ?? this.#refuse(shape, value)
      case 'float':
        return toFloat(shape.bits, value) ?? this.#refuse(shape, value)
      case 'bytes':
        return value instanceof Uint8Array
          ? value
          : Uint8Array.from(this.#items('u8', shape, value) as number[])
      case 'list':
        return this.#items(shape.of, shape, value)
      case 'tuple':
        if (!Array.isArray(value) || value.length !== shape.items.length) return this.#refuse(shape, value)
        return shape.items.map((item, index) => this.#inside(index, item, value[index]))
      case 'record':
        return this.#record(shape, value)
      case 'flags':
        return this.#flags(shape, value)
      case 'enum':
        return typeof value === 'string' && shape.names.has(value) ? value : this.#refuse(shape, value)
      case 'variant':
      case 'result':
        return this.#tagged(shape, shape.cases, value)
      case 'option':
        return this.#option(shape, value)
      case 'foreign':
        return this.#fail(`is a ${shape.what}, which cannot cross the border of a component`)
    }
  }

  #items(of: WitType, shape: Shape, value: unknown): unknown[] {
    const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView)
    if (!Array.isArray(value) && !isTyped) return this.#refuse(shape, value)
    const items = Array.from(value as ArrayLike<unknown>)
    if (shape.kind === 'list' && items.length !== (shape.length ?? items.length))
      return this.#refuse(shape, value)
    return items.map((item, index) => this.#inside(index, of, item))
  }

  #record(shape: Extract<Shape, { kind: 'record' }>, value: unknown): unknown {
    const given = this.#object(shape, value)
    this.#refuseOthers(given, shape.fields.map(this.#read), 'field')
    return Object.fromEntries(
      shape.fields.map((field) => {
        const part = own(given, this.#read(field))
        const mayLack = this.#direction === 'in' && this.#types.shapeOf(field.type).kind === 'option'
        if (part === undefined && !mayLack) this.#fail(`lacks the field ${field.name}`)
        return [this.#write(field), this.#inside(field.name, field.type, part)]
      }),
    )
  }

  #flags(shape: Extract<Shape, { kind: 'flags' }>, value: unknown): unknown {
    const isList = this.#direction === 'in' && Array.isArray(value)
    if (isList && !value.every((name) => typeof name === 'string')) return this.#refuse(shape, value)
    const given = isList
      ? Object.fromEntries(value.map((name: string) => [name, true]))
      : this.#object(shape, value)
    this.#refuseOthers(given, shape.fields.map(this.#read), 'flag')
    return Object.fromEntries(
      shape.fields.map((field) => {
        const part = own(given, this.#read(field)) ?? (this.#direction === 'in' ? false : undefined)
        return [this.#write(field), this.#inside(field.name, 'bool', part)]
      }),
    )
  }

  #tagged(
    shape: Shape,
    cases: ReadonlyMap<string, WitType | null>,
    value: unknown,
  ): { tag: string; val?: unknown } {
    const given = this.#object(shape, value)
    const tag = own(given, 'tag')
    const type = typeof tag === 'string' ? cases.get(tag) : undefined
    if (typeof tag !== 'string') return this.#refuse(shape, value)
    if (type === undefined) this.#fail(`has no case ${quote(tag)}; there are ${listNames([...cases.keys()])}`)
    this.#refuseOthers(given, ['tag', 'val'], 'key')
    const val = own(given, 'val') ?? null
    if (type !== null) return { tag, val: this.#inside('val', type, val) }
    if (val !== null) this.#fail(`is given a val, and ${tag} has none`)
    return shape.kind === 'result' ? { tag, val: null } : { tag }
  }

  /** Callers see a tag wherever an option holds another; the generated JavaScript has it in every second one. */
  #option(shape: Extract<Shape, { kind: 'option' }>, value: unknown): unknown {
    if (shape.cases !== null && (shape.isTagged || this.#direction === 'in')) {
      const tagged = this.#tagged(shape, shape.cases, value)
      return shape.isTagged ? tagged : tagged.tag === 'some' ? tagged.val : null
    }
    if (value === null || value === undefined) return shape.cases === null ? null : { tag: 'none' }
    if (shape.cases === null) return this.convert(shape.of, value)
    return { tag: 'some', val: this.#inside('val', shape.of, value) }
  }

  #object(shape: Shape, value: unknown): object {
    if (typeof value === 'object' && value !== null && isPlain(value)) return value
    return this.#refuse(shape, value)
  }

  #refuseOthers(given: object, names: readonly string[], what: string): void {
    const known = new Set(names)
    const other = Object.keys(given).find((key) => !known.has(key))
    if (other !== undefined) this.#fail(`has no ${what} ${quote(other)}; there are ${listNames(names)}`)
  }

  #inside(key: string | number, type: WitType, value: unknown): unknown {
    this.#path.push(key)
    const converted = this.convert(type, value)
    this.#path.pop()
    return converted
  }

  #refuse(shape: Shape, value: unknown): never {
    return this.#fail(`must be ${describeShape(shape)}, not ${quote(value)}`)
  }

  #fail(reason: string): never {
    const [name, ...keys] = this.#path
    const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
    throw new MismatchError(`${name}${path}`, reason)
  }

  readonly #read = (field: Field): string => (this.#direction === 'in' ? field.name : field.camel)

  readonly #write = (field: Field): string => (this.#direction === 'in' ? field.camel : field.name)
}

/** 64 bits are a BigInt on both sides; a caller may give a number, or the digits that JSON has for it. */
function toInteger(
  { bits, min, max }: Extract<Shape, { kind: 'integer' }>,
  value: unknown,
): bigint | number | undefined {
  const isText = bits === 64 && typeof value === 'string' && /^-?\d{1,20}$/.test(value)
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value) && !isText) return undefined
  const integer = BigInt(value as bigint | number | string)
  if (integer < min || integer > max) return undefined
  return bits === 64 ? integer : Number(integer)
}

/** What JSON cannot say as a number may be text. */
function toFloat(bits: 32 | 64, value: unknown): number | undefined {
  const number = typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value
  if (typeof number !== 'number') return undefined
  const overflows = bits === 32 && Number.isFinite(number) && !Number.isFinite(Math.fround(number))
  return overflows ? undefined : number
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

/** A value of a caller or a guest, short enough for a message. */
function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return String(value).slice(0, 40)
}
