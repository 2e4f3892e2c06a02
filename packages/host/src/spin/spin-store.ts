import { AirlockError } from '@wasm-airlock/shared'
import { MAX_KEY_BYTES, MAX_VALUE_BYTES } from '../services/key-value/calls.ts'
import { type KeyValueStores, StoreError } from '../services/key-value/store.ts'

/** A key-value store; what a component writes is there for it, and the other way about. */
export interface SpinStore {
  /** @returns `undefined` where the key is not there. */
  get(key: string): Promise<Uint8Array | undefined>
  /**
   * @param key At most 4096 bytes of UTF-8.
   * @param value At most 1 MiB.
   */
  set(key: string, value: Uint8Array): Promise<void>
  delete(key: string): Promise<void>
  exists(key: string): Promise<boolean>
  /** Every key, in the order of their bytes. */
  keys(): Promise<string[]>
}

/**
 * A store that is opened by its first use.
 *
 * @param open May fail with an AirlockError.
 */
export function createSpinStore(label: string, open: () => Promise<KeyValueStores>): SpinStore {
  const use = async <T>(work: (stores: KeyValueStores) => Promise<T>): Promise<T> => {
    const stores = await open()
    try {
      return await work(stores)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      throw new AirlockError('sql-failed', `The key-value store ${label} failed: ${error.message}.`, {
        item: label,
        hint: 'See the limits of the storage.',
        cause: error,
      })
    }
  }
  return {
    get: (key) => use((stores) => stores.get(label, key)),
    set: async (key, value) => {
      checkBytes('The key', Buffer.byteLength(key), MAX_KEY_BYTES, label)
      checkBytes('The value', value.length, MAX_VALUE_BYTES, label)
      await use((stores) => stores.set(label, [[key, value]]))
    },
    delete: (key) => use((stores) => stores.delete(label, [key])),
    exists: (key) => use((stores) => stores.exists(label, key)),
    keys: () => use((stores) => stores.keys(label)),
  }
}

/** What no component could write, none could read. */
function checkBytes(what: string, bytes: number, most: number, label: string): void {
  if (bytes <= most) return
  throw new AirlockError('usage-invalid', `${what} for ${label} has ${bytes} bytes; ${most} are allowed.`, {
    item: label,
    hint: 'Make it smaller.',
  })
}
