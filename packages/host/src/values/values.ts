/**
 * Values of WIT types as JSON, without loss: what JSON cannot say becomes an object with one key that
 * starts with `$`, which no WIT name does.
 */

/** Plain data that `JSON.stringify` keeps as it is. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const MAX_DEPTH = 200

/** A value that no WIT type has, such as a resource or a function. */
export class ValueError extends Error {
  override readonly name = 'ValueError'
}

/**
 * @param value A value as jco hands it out, or as a caller gives it.
 * @throws ValueError for functions, symbols, class instances and what is nested too deeply.
 */
export function encodeValue(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new ValueError('the value is nested too deeply')
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, depth + 1))
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as Iterable<unknown>, (item) => encodeValue(item, depth + 1))
  }
  if (typeof value === 'object' && isPlain(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (key.startsWith('$')) throw new ValueError(`${key} is not a name that a field can have`)
        return [key, encodeValue(item, depth + 1)]
      }),
    )
  }
  throw new ValueError(
    `a ${typeof value === 'object' ? 'resource' : typeof value} cannot leave its component`,
  )
}

/**
 * The reverse of {@link encodeValue}.
 *
 * @throws ValueError where the text is not what `encodeValue` makes.
 */
export function decodeValue(json: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new ValueError('the value is nested too deeply')
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item) => decodeValue(item, depth + 1))
  const entries = Object.entries(json)
  const [first] = entries
  if (first?.[0].startsWith('$')) {
    if (entries.length !== 1) throw new ValueError('a tagged value has more than its tag')
    return decodeTagged(first[0], first[1])
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, decodeValue(item, depth + 1)]))
}

function decodeTagged(tag: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (tag === '$bytes') return new Uint8Array(Buffer.from(value, 'base64'))
    if (tag === '$bigint' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
    if (tag === '$number' && /^(NaN|-?Infinity|-0)$/.test(value)) return Number(value)
  }
  throw new ValueError(`${tag} is not a tag of a value`)
}

/** An object literal, or what JSON makes. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
