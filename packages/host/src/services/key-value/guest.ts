import type { GuestScope, InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import type { Interface } from '../../guest/wasi.ts'
import { KeyValueClient, type KeyValueError } from './client.ts'

/** The variant `error` of Spin's interface; that of WASI is the same without a full table. */
type StoreError = KeyValueError | { readonly tag: 'store-table-full' }
type CasError<Cas> =
  | { readonly tag: 'store-error'; readonly val: KeyValueError }
  | { readonly tag: 'cas-failed'; readonly val: Cas }

/** As many as Spin lets a guest have open. */
const MAX_OPEN = 256

/** `fermyon:spin/key-value@2.0.0` and `wasi:keyvalue/{store,batch,atomics}@0.2.0-draft2`. */
export function createKeyValue(context: InstanceContext): Record<string, Interface> {
  const client = new KeyValueClient(context)
  /** Stores that are open in each request. */
  const open = new WeakMap<GuestScope, number>()

  /** A store that is open, under either interface. */
  class Store {
    #label = ''

    static async open(label: string): Promise<Result<Store, StoreError>> {
      const { scope } = context
      const count = open.get(scope) ?? 0
      if (count >= MAX_OPEN) return err({ tag: 'store-table-full' })
      const opened = await client.open(label)
      if (opened.tag === 'err') return opened
      open.set(scope, count + 1)
      const store = new Store()
      store.#label = label
      return ok(store)
    }

    static labelOf(store: Store): string {
      return store.#label
    }

    get(key: string): Promise<Result<Uint8Array | undefined, KeyValueError>> {
      return client.get(this.#label, key)
    }

    set(key: string, value: Uint8Array): Promise<Result<undefined, KeyValueError>> {
      return client.setMany(this.#label, [[key, value]])
    }

    delete(key: string): Promise<Result<undefined, KeyValueError>> {
      return client.deleteMany(this.#label, [key])
    }

    exists(key: string): Promise<Result<boolean, KeyValueError>> {
      return client.exists(this.#label, key)
    }

    getKeys(): Promise<Result<readonly string[], KeyValueError>> {
      return client.keys(this.#label)
    }

    async listKeys(
      cursor: string | undefined,
    ): Promise<Result<{ keys: readonly string[]; cursor: undefined }, KeyValueError>> {
      if (cursor !== undefined) return err({ tag: 'other', val: 'list-keys: cursor not supported' })
      const found = await client.keys(this.#label)
      return found.tag === 'err' ? found : ok({ keys: found.val, cursor: undefined })
    }

    [Symbol.dispose](): void {
      // What is dropped after its call counts no more.
      if (!context.isEntered) return
      const { scope } = context
      open.set(scope, Math.max(0, (open.get(scope) ?? 0) - 1))
    }
  }

  class Cas {
    #label = ''
    #key = ''
    #seen: Uint8Array | undefined

    static async new(bucket: Store, key: string): Promise<Result<Cas, KeyValueError>> {
      const cas = new Cas()
      cas.#label = Store.labelOf(bucket)
      cas.#key = key
      return ok(cas)
    }

    static async swap(cas: Cas, value: Uint8Array): Promise<Result<undefined, CasError<Cas>>> {
      const swapped = await client.swap(cas.#label, cas.#key, cas.#seen, value)
      if (swapped.tag === 'err') return err({ tag: 'store-error', val: swapped.val })
      if (swapped.val) return ok()
      const next = new Cas()
      next.#label = cas.#label
      next.#key = cas.#key
      const current = await next.current()
      return current.tag === 'err'
        ? err({ tag: 'store-error', val: current.val })
        : err({ tag: 'cas-failed', val: next })
    }

    async current(): Promise<Result<Uint8Array | undefined, KeyValueError>> {
      const found = await client.get(this.#label, this.#key)
      if (found.tag === 'ok') this.#seen = found.val === undefined ? undefined : found.val.slice()
      return found
    }
  }

  return {
    'fermyon:spin/key-value': { Store },
    'wasi:keyvalue/store': {
      Bucket: Store,
      open: async (label: string): Promise<Result<Store, KeyValueError>> => {
        const opened = await Store.open(label)
        if (opened.tag === 'ok') return opened
        const { val } = opened
        return err(val.tag === 'store-table-full' ? { tag: 'other', val: 'store table full' } : val)
      },
    },
    'wasi:keyvalue/batch': {
      getMany: (bucket: Store, keys: readonly string[]) => client.getMany(Store.labelOf(bucket), keys),
      setMany: (bucket: Store, pairs: readonly (readonly [string, Uint8Array])[]) =>
        client.setMany(Store.labelOf(bucket), pairs),
      deleteMany: (bucket: Store, keys: readonly string[]) => client.deleteMany(Store.labelOf(bucket), keys),
    },
    'wasi:keyvalue/atomics': {
      Cas,
      increment: (bucket: Store, key: string, delta: bigint) =>
        client.increment(Store.labelOf(bucket), key, delta),
      swap: Cas.swap,
    },
  }
}
