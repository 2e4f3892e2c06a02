import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Longest label of a store, in UTF-16 units. */
export const MAX_LABEL_LENGTH = 256
/** Longest key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 4096
/** Largest value, in bytes. */
export const MAX_VALUE_BYTES = 1024 * 1024
/** Most keys of one call. */
export const MAX_KEYS = 1000
/** Most bytes of all values of one call. */
export const MAX_VALUES_BYTES = 4 * 1024 * 1024

const store = z.string().max(MAX_LABEL_LENGTH)
const key = z.string().max(MAX_KEY_BYTES)
const keys = z.array(key).max(MAX_KEYS)
/** How many bytes of the payload are a value; `null` where there is none. */
const length = z.int().min(0).nullable()
const refused = [
  z.strictObject({ tag: z.literal('access-denied') }),
  z.strictObject({ tag: z.literal('other'), message: z.string() }),
] as const
const done = z.discriminatedUnion('tag', [z.strictObject({ tag: z.literal('ok') }), ...refused])

export const openStore = defineOperation('key-value.open', z.strictObject({ store }), done)

/** The payload of the answer holds the values, one after the other. */
export const getValues = defineOperation(
  'key-value.get',
  z.strictObject({ store, keys }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), lengths: z.array(length) }),
    ...refused,
  ]),
)

/** The payload holds the values; all of them are written, or none. */
export const setValues = defineOperation(
  'key-value.set',
  z.strictObject({
    store,
    entries: z.array(z.strictObject({ key, length: z.int().min(0) })).max(MAX_KEYS),
  }),
  done,
)

export const deleteKeys = defineOperation('key-value.delete', z.strictObject({ store, keys }), done)

export const keyExists = defineOperation(
  'key-value.exists',
  z.strictObject({ store, key }),
  z.discriminatedUnion('tag', [z.strictObject({ tag: z.literal('ok'), exists: z.boolean() }), ...refused]),
)

export const listKeys = defineOperation(
  'key-value.keys',
  z.strictObject({ store }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), keys: z.array(z.string()) }),
    ...refused,
  ]),
)

const decimal = z.string().regex(/^-?\d{1,19}$/)

export const incrementValue = defineOperation(
  'key-value.increment',
  z.strictObject({ store, key, delta: decimal }),
  z.discriminatedUnion('tag', [z.strictObject({ tag: z.literal('ok'), value: decimal }), ...refused]),
)

/** The payload holds the value that is expected, if there is one, and then the new one. */
export const swapValue = defineOperation(
  'key-value.swap',
  z.strictObject({ store, key, expected: length }),
  z.discriminatedUnion('tag', [z.strictObject({ tag: z.literal('ok'), swapped: z.boolean() }), ...refused]),
)
