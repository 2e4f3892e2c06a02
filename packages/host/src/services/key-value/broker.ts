import type { Say } from '../../say.ts'
import { type Answered, type AnsweredBy, type Handler, serveOperation } from '../broker.ts'
import type { Operation } from '../service.ts'
import {
  deleteKeys,
  getValues,
  incrementValue,
  keyExists,
  listKeys,
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  MAX_VALUES_BYTES,
  openStore,
  setValues,
  swapValue,
} from './calls.ts'
import { type KeyValueStores, StoreError } from './store.ts'

interface Refused {
  readonly tag: 'access-denied' | 'other'
}

/**
 * Reads and writes for a guest, in the stores that it is granted.
 *
 * @param granted By the labels in `key_value_stores`.
 * @param option What the log names as the place to add what is missing.
 */
export function createKeyValueHandlers(
  granted: ReadonlyMap<string, KeyValueStores>,
  say: Say,
  option = 'key_value_stores of the component in spin.toml',
): readonly (readonly [string, Handler])[] {
  /** Checks the grant of every call, and turns what a store could not do into an answer. */
  function serve<Args extends { store: string }, Answer>(
    operation: Operation<Args, Answer>,
    handle: (stores: KeyValueStores, args: Args, payload: Uint8Array) => Promise<Answered<Answer>>,
  ): readonly [string, Handler] {
    return serveOperation(operation, async (args, { payload }) => {
      const stores = granted.get(args.store)
      if (stores === undefined) {
        say(`The key-value store ${args.store} is refused: add it to ${option}.`)
        return { answer: { tag: 'access-denied' } as Refused as Answer }
      }
      try {
        return await handle(stores, args, payload)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        say(`A key-value store failed: ${error.message}.`)
        return { answer: { tag: 'other', message: error.message } as Refused as Answer }
      }
    })
  }

  return [
    serve(openStore, async (): Promise<AnsweredBy<typeof openStore>> => ({ answer: { tag: 'ok' } })),
    serve(getValues, async (stores, { store, keys }): Promise<AnsweredBy<typeof getValues>> => {
      const values: (Uint8Array | undefined)[] = []
      let bytes = 0
      for (const key of keys) {
        const value = await stores.get(store, key)
        bytes += value?.length ?? 0
        if (bytes > MAX_VALUES_BYTES) {
          throw new StoreError(`the values are larger than the ${MAX_VALUES_BYTES} bytes allowed in one call`)
        }
        values.push(value)
      }
      const payload = Buffer.concat(values.filter((value) => value !== undefined))
      return { answer: { tag: 'ok', lengths: values.map((value) => value?.length ?? null) }, payload }
    }),
    serve(setValues, async (stores, { store, entries }, payload): Promise<AnsweredBy<typeof setValues>> => {
      let at = 0
      const pairs = entries.map(({ key, length }): [string, Uint8Array] => {
        checkKey(key)
        at += length
        return [key, checkValue(payload.subarray(at - length, at))]
      })
      if (at !== payload.length) throw new Error('values that are not those that were announced')
      await stores.set(store, pairs)
      return { answer: { tag: 'ok' } }
    }),
    serve(deleteKeys, async (stores, { store, keys }): Promise<AnsweredBy<typeof deleteKeys>> => {
      await stores.delete(store, keys)
      return { answer: { tag: 'ok' } }
    }),
    serve(
      keyExists,
      async (stores, { store, key }): Promise<AnsweredBy<typeof keyExists>> => ({
        answer: { tag: 'ok', exists: await stores.exists(store, key) },
      }),
    ),
    serve(
      listKeys,
      async (stores, { store }): Promise<AnsweredBy<typeof listKeys>> => ({
        answer: { tag: 'ok', keys: await stores.keys(store) },
      }),
    ),
    serve(
      incrementValue,
      async (stores, { store, key, delta }): Promise<AnsweredBy<typeof incrementValue>> => {
        const value = await stores.increment(store, checkKey(key), BigInt.asIntN(64, BigInt(delta)))
        return { answer: { tag: 'ok', value: value.toString() } }
      },
    ),
    serve(
      swapValue,
      async (stores, { store, key, expected }, payload): Promise<AnsweredBy<typeof swapValue>> => {
        const old = expected === null ? undefined : payload.subarray(0, expected)
        const value = checkValue(payload.subarray(expected ?? 0))
        return { answer: { tag: 'ok', swapped: await stores.swap(store, checkKey(key), old, value) } }
      },
    ),
  ]
}

/** The worker keeps to the limits; one that does not is ended. */
function checkKey(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new Error('a key above its limit')
  return key
}

function checkValue(value: Uint8Array): Uint8Array {
  if (value.length > MAX_VALUE_BYTES) throw new Error('a value above its limit')
  return value
}
