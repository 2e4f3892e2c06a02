import type { Shape } from './shape.ts'

/** A value that does not fit its type. */
export class MismatchError extends Error {}

/**
 * What the component gets of a value in JSON. Names are those of WIT; a 64-bit integer is a number or, beyond 2^53,
 * its digits in quotes; bytes are a list of numbers; an option that is not there is `null` or left out. An option of
 * an option is `{ tag: 'none' }` or `{ tag: 'some', val }`.
 *
 * @param path Where the value stands, for the error.
 * @throws {MismatchError}
 */
export function fromJson(shape: Shape, value: unknown, path: string): unknown {
  if (typeof shape === 'string') return readPrimitive(shape, value, path)
  if ('list' in shape) {
    const items = readList(value, path).map((item, index) => fromJson(shape.list, item, `${path}[${index}]`))
    return typeof shape.list === 'string' && shape.list in arrays ? makeArray(shape.list, items) : items
  }
  if ('option' in shape) {
    if (!isOption(shape.option)) return value == null ? undefined : fromJson(shape.option, value, path)
    return readCase(optionCases(shape.option), value, path)
  }
  if ('tuple' in shape) {
    const items = readList(value, path)
    if (items.length !== shape.tuple.length) throw mismatch(path, `a list of ${shape.tuple.length}`)
    return shape.tuple.map((item, index) => fromJson(item, items[index], `${path}[${index}]`))
  }
  if ('result' in shape) return readCase(resultCases(shape.result), value, path)
  if ('variant' in shape) return readCase(shape.variant, value, path)
  if ('enum' in shape) {
    if (typeof value === 'string' && shape.enum.includes(value)) return value
    throw mismatch(path, `one of ${shape.enum.join(', ')}`)
  }
  const given = readObject(value, path)
  const known = 'record' in shape ? shape.record : shape.flags
  const unknown = Object.keys(given).find((key) => !known.some(([name]) => name === key))
  if (unknown !== undefined) throw mismatch(path, `an object of ${known.map(([name]) => name).join(', ')}`)
  const read = (name: string, type: Shape) =>
    fromJson(type, Object.hasOwn(given, name) ? given[name] : undefined, `${path}.${name}`)
  return 'record' in shape
    ? Object.fromEntries(shape.record.map(([name, js, type]) => [js, read(name, type)]))
    : Object.fromEntries(shape.flags.map(([name, js]) => [js, (given[name] ?? false) === true]))
}

/** What JSON has of a value that the component gave: the other way round. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (typeof shape === 'string') {
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  }
  if ('list' in shape) return Array.from(value as ArrayLike<unknown>, (item) => toJson(shape.list, item))
  if ('option' in shape) {
    if (!isOption(shape.option)) return value == null ? null : toJson(shape.option, value)
    return writeCase(optionCases(shape.option), value)
  }
  if ('tuple' in shape) return shape.tuple.map((item, index) => toJson(item, (value as unknown[])[index]))
  if ('result' in shape) return writeCase(resultCases(shape.result), value)
  if ('variant' in shape) return writeCase(shape.variant, value)
  if ('enum' in shape) return value
  const fields = value as Readonly<Record<string, unknown>>
  return 'record' in shape
    ? Object.fromEntries(shape.record.map(([name, js, type]) => [name, toJson(type, fields[js])]))
    : Object.fromEntries(shape.flags.map(([name, js]) => [name, fields[js] === true]))
}

/** A value in JSON that fits. @param isBare Whether options are not there. */
export function exampleOf(shape: Shape, isBare = false): unknown {
  const inside = (part: Shape) => exampleOf(part, isBare)
  if (typeof shape === 'string')
    return shape === 'string' ? 'text' : shape === 'char' ? 'a' : shape === 'bool' ? false : 0
  if ('list' in shape) return [inside(shape.list)]
  if ('option' in shape) {
    if (!isOption(shape.option)) return isBare ? null : inside(shape.option)
    return isBare ? { tag: 'none' } : { tag: 'some', val: inside(shape.option) }
  }
  if ('tuple' in shape) return shape.tuple.map(inside)
  if ('enum' in shape) return shape.enum[0]
  if ('record' in shape) return Object.fromEntries(shape.record.map(([name, , type]) => [name, inside(type)]))
  if ('flags' in shape) return Object.fromEntries(shape.flags.map(([name]) => [name, true]))
  const [[tag, type] = ['', null]] = 'result' in shape ? resultCases(shape.result) : shape.variant
  return { tag, ...(type === null ? {} : { val: inside(type) }) }
}

type Cases = readonly (readonly [name: string, type: Shape | null])[]

const isOption = (shape: Shape) => typeof shape === 'object' && 'option' in shape
const optionCases = (some: Shape): Cases => [
  ['none', null],
  ['some', some],
]
const resultCases = ([ok, err]: readonly [Shape | null, Shape | null]): Cases => [
  ['ok', ok],
  ['err', err],
]

function readCase(cases: Cases, value: unknown, path: string): unknown {
  const { tag, val } = readObject(value, path)
  const found = cases.find(([name]) => name === tag)
  if (found === undefined)
    throw mismatch(path, `an object with the tag ${cases.map(([name]) => name).join(', ')}`)
  const [name, type] = found
  return type === null
    ? { tag: name, val: undefined }
    : { tag: name, val: fromJson(type, val, `${path}.val`) }
}

function writeCase(cases: Cases, value: unknown): unknown {
  const { tag, val } = value as { readonly tag: string; readonly val: unknown }
  const type = cases.find(([name]) => name === tag)?.[1] ?? null
  return type === null ? { tag } : { tag, val: toJson(type, val) }
}

function readPrimitive(type: string, value: unknown, path: string): unknown {
  if (type === 'bool') return typeof value === 'boolean' ? value : refuse(path, 'true or false')
  if (type === 'string' || type === 'char') {
    if (typeof value !== 'string' || !value.isWellFormed()) return refuse(path, 'a text')
    return type === 'string' || [...value].length === 1 ? value : refuse(path, 'one character')
  }
  if (type.startsWith('f')) {
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value)
    return typeof value === 'number' ? value : refuse(path, 'a number')
  }
  const [, sign, size] = /^([us])(\d+)$/.exec(type) ?? []
  const bits = BigInt(size ?? 64)
  const [low, high] = sign === 'u' ? [0n, 1n << bits] : [-(1n << (bits - 1n)), 1n << (bits - 1n)]
  const isInteger =
    Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value) && bits === 64n)
  const integer = isInteger ? BigInt(value as number | string) : undefined
  if (integer === undefined || integer < low || integer >= high)
    return refuse(path, `an integer from ${low} to ${high - 1n}`)
  return bits === 64n ? integer : Number(integer)
}

const arrays = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const

function makeArray(type: string, items: readonly unknown[]): unknown {
  const array = arrays[type as keyof typeof arrays] as { from(items: readonly unknown[]): unknown }
  return array.from(items)
}

function readList(value: unknown, path: string): unknown[] {
  return Array.isArray(value) ? value : refuse(path, 'a list')
}

function readObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : refuse(path, 'an object')
}

function refuse(path: string, expected: string): never {
  throw mismatch(path, expected)
}

function mismatch(path: string, expected: string): MismatchError {
  return new MismatchError(`${path} must be ${expected}`)
}
