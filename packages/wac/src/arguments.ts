import { AirlockError } from '@wasm-airlock/shared'

/**
 * Reads what a caller passed: each property once, before the toolchain is entered, so that no code of the
 * caller (a getter, a proxy) runs inside of it.
 *
 * @param item Where the value stands: `options.connect[0].import`.
 * @returns A copy; bytes are not copied.
 * @throws AirlockError `usage-invalid` with that place as its item.
 */
export type ArgumentReader<T> = (value: unknown, item: string) => T

/** The whole memory of the toolchain has 4 GiB, and an operation needs its input more than once. */
export const MAX_INPUT_BYTES = 1024 ** 3

export const text: ArgumentReader<string> = (value, item) =>
  typeof value === 'string' ? value : refuse(item, 'a string')

export const flag: ArgumentReader<boolean> = (value, item) =>
  typeof value === 'boolean' ? value : refuse(item, 'true or false')

/** A `Uint8Array`, also of another realm; of one that other threads may change, a copy. */
export const bytes: ArgumentReader<Uint8Array<ArrayBuffer>> = (value, item) => {
  if (!ArrayBuffer.isView(value) || tagOf(value) !== 'Uint8Array') return refuse(item, 'a Uint8Array')
  const { buffer, byteOffset, byteLength } = value
  if (byteLength > MAX_INPUT_BYTES) {
    throw new AirlockError('input-too-large', `${item} is larger than 1 GiB.`, {
      item,
      hint: 'Give a smaller file.',
    })
  }
  const plain = new Uint8Array(buffer, byteOffset, byteLength)
  return tagOf(buffer) === 'ArrayBuffer' ? (plain as Uint8Array<ArrayBuffer>) : new Uint8Array(plain)
}

export function oneOf<const T extends string>(...words: readonly T[]): ArgumentReader<T> {
  const expected = words.map((word) => `'${word}'`).join(' or ')
  return (value, item) => words.find((word) => word === value) ?? refuse(item, expected)
}

export function optional<T>(read: ArgumentReader<T>): ArgumentReader<T | undefined> {
  return (value, item) => (value === undefined ? undefined : read(value, item))
}

export function listOf<T>(read: ArgumentReader<T>): ArgumentReader<T[]> {
  return (value, item) => {
    if (!Array.isArray(value)) return refuse(item, 'an array')
    return Array.from(value as unknown[], (one, index) => read(one, `${item}[${index}]`))
  }
}

/** Names of any kind, such as those of files, in their order. */
export function recordOf<T>(read: ArgumentReader<T>): ArgumentReader<[string, T][]> {
  return (value, item) => {
    const given = plain(value, item)
    return Object.keys(given).map((name) => [
      name,
      readProperty(read, given, name, `${item}[${JSON.stringify(name)}]`),
    ])
  }
}

/** An object with these properties and no other; one that is not there is read as `undefined`. */
export function objectOf<T extends object>(
  readers: { readonly [K in keyof T]: ArgumentReader<T[K]> },
): ArgumentReader<T> {
  const known = Object.keys(readers)
  return (value, item) => {
    const given = plain(value, item)
    for (const name of Object.keys(given)) {
      if (known.includes(name)) continue
      const hint = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`
      throw new AirlockError('usage-invalid', `${item} has no property \`${name}\`.`, {
        item: `${item}.${name}`,
        hint,
      })
    }
    const entries = Object.entries<ArgumentReader<unknown>>(readers)
    const read = entries.map(([name, one]) => [name, readProperty(one, given, name, `${item}.${name}`)])
    return Object.fromEntries(read) as T
  }
}

/** Reads an argument, whatever the code of the caller throws meanwhile. */
export function readArgument<T>(read: ArgumentReader<T>, value: unknown, item: string): T {
  try {
    return read(value, item)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const hint = 'Pass plain data.'
    throw new AirlockError('usage-invalid', `${item} cannot be read.`, { item, hint, cause: error })
  }
}

/** Its own one, and once. */
function readProperty<T>(
  read: ArgumentReader<T>,
  given: Readonly<Record<string, unknown>>,
  name: string,
  item: string,
): T {
  const readOwn = () => read(Object.hasOwn(given, name) ? given[name] : undefined, item)
  return readArgument(readOwn, given, item)
}

/** Also one of another realm, or without a prototype; a `Map` or an instance of a class is not meant. */
function plain(value: unknown, item: string): Readonly<Record<string, unknown>> {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  if (prototype === undefined || (prototype !== null && Object.getPrototypeOf(prototype) !== null))
    return refuse(item, 'a plain object')
  return value as Readonly<Record<string, unknown>>
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** @throws AirlockError always */
export function refuse(item: string, expected: string): never {
  throw new AirlockError('usage-invalid', `${item} must be ${expected}.`, {
    item,
    hint: `Pass ${expected}.`,
  })
}
