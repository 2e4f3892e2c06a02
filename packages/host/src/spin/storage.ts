import { AirlockError } from '@wasm-airlock/shared'
import type { SpinComponent } from '../manifest/spin-app.ts'
import type { KeyValueStores } from '../services/key-value/store.ts'
import type { Database } from '../services/sqlite/database.ts'
import { checkLabel, type KeptCopies, KeptData } from './kept-data.ts'
import { createSpinDatabase, type SpinDatabase } from './spin-database.ts'
import { createSpinStore, type SpinStore } from './spin-store.ts'

/** Where an application keeps its data, and how much of it. */
export interface SpinStorageOptions {
  /**
   * Folder for key-value stores and databases, made where it is not there; its files are those of `spin up` in
   * `.spin`. @default a throw-away folder: what is written is gone with the host
   */
  readonly stateDir?: string
  /** Most bytes of all key-value stores together, and of each database. @default 256 MiB */
  readonly maxDatabaseBytes?: number
  /** Milliseconds for one SQL statement; one that takes longer is ended with its connection. @default 5_000 */
  readonly statementTimeoutMs?: number
}

/** What the components of an application keep, for whoever runs or tests it. */
export interface SpinStorage extends AsyncDisposable {
  /**
   * A key-value store.
   *
   * @param label Whether a manifest names it or not.
   * @throws AirlockError `usage-invalid` for a label that no manifest could name.
   */
  store(label: string): SpinStore
  /**
   * A database; always the same one for a label.
   *
   * @param label Whether a manifest names it or not.
   * @throws AirlockError `usage-invalid` for a label that no manifest could name.
   */
  database(label: string): SpinDatabase
  /**
   * What is kept now, in every store and database. Waits for what runs; a transaction that is open is not part
   * of it.
   *
   * @throws AirlockError `output-unwritable` where there is no room for it; `usage-invalid` once the storage is
   *   closed.
   */
  snapshot(): Promise<StorageSnapshot>
  /**
   * Puts all of it back; where nothing was written since, nothing is done. Transactions that are open are
   * lost; other connections go on with what is there then. With a `stateDir`, no other process may have its
   * files open.
   *
   * @param snapshot Of this storage. @default everything is empty
   * @throws AirlockError `usage-invalid` for a snapshot of another one, and once it is closed;
   *   `output-unwritable` where there is no room for it.
   */
  restore(snapshot?: StorageSnapshot): Promise<void>
  /** Ends its processes. Safe to call twice. */
  close(): Promise<void>
}

const opaque: unique symbol = Symbol('snapshot')

/** What a storage held at one time. It lives as long as the storage, and belongs to it. */
export interface StorageSnapshot {
  readonly [opaque]: true
}

/** What a component names of what lasts. */
type Kept = Pick<SpinComponent, 'keyValueStores' | 'sqliteDatabases'>
type KeptApp = { readonly components: readonly Kept[] }

/** A storage as hosts use it: the stores and databases that the components of an application name. */
export interface HostStorage {
  keyValueStores(component: Kept): ReadonlyMap<string, KeyValueStores>
  databases(component: Kept): ReadonlyMap<string, Database>
  /** Does nothing to a storage that the host was given. Safe to call twice. */
  close(): Promise<void>
}

const nothing: KeptCopies = new Map()
const dataOf = new WeakMap<SpinStorage, KeptData>()

/**
 * Opens what the components of an application keep, to look into it or to prepare it, and to put it back
 * between two tests. A host that is given it uses it instead of opening its own, and leaves it open.
 *
 * @param app The folder for what it names is made at once; other labels are opened by their first use.
 * @throws AirlockError `output-unwritable` where the folder cannot be had.
 *
 * @example
 * const app = await readSpinApp('my-app')
 * await using storage = await openSpinStorage(app)
 * await storage.store('default').set('greeting', new TextEncoder().encode('hello'))
 * const prepared = await storage.snapshot()
 * await using host = await createSpinHost(app, { llm: createEchoLlm(), storage })
 * // … requests …
 * await storage.restore(prepared)
 */
export async function openSpinStorage(app: KeptApp, options: SpinStorageOptions = {}): Promise<SpinStorage> {
  const data = new KeptData(options)
  const databases = new Map<string, SpinDatabase>()
  const snapshots = new WeakMap<StorageSnapshot, KeptCopies>()
  const storage: SpinStorage = {
    store: (label) => {
      checkLabel(label)
      return createSpinStore(label, () => data.stores())
    },
    database: (label) => {
      checkLabel(label)
      const database = databases.get(label) ?? createSpinDatabase(label, () => data.database(label))
      databases.set(label, database)
      return database
    },
    snapshot: async () => {
      const snapshot: StorageSnapshot = { [opaque]: true }
      snapshots.set(snapshot, await data.copy())
      return snapshot
    },
    restore: async (snapshot) => {
      const copies = snapshot === undefined ? nothing : snapshots.get(snapshot)
      if (copies === undefined) throw foreignSnapshot()
      await data.restore(copies)
    },
    close: () => data.close(),
    [Symbol.asyncDispose]: () => data.close(),
  }
  dataOf.set(storage, data)
  try {
    await openNamed(app, data)
    return storage
  } catch (error) {
    await data.close()
    throw error
  }
}

/**
 * Opens the storage of a host, or borrows one. Nothing is made for an application that keeps nothing.
 *
 * @throws AirlockError `output-unwritable`, `usage-invalid`
 */
export async function openHostStorage(
  app: KeptApp,
  { storage, ...options }: SpinStorageOptions & { readonly storage?: SpinStorage },
): Promise<HostStorage> {
  const opened = storage ?? (await openSpinStorage(app, options))
  const { stores, databases } = await openNamed(app, storageData(opened))
  return {
    keyValueStores: ({ keyValueStores }) =>
      new Map(keyValueStores.map((label) => [label, stores as KeyValueStores])),
    databases: ({ sqliteDatabases }) =>
      new Map(sqliteDatabases.map((label) => [label, databases.get(label) as Database])),
    close: async () => {
      if (storage === undefined) await opened.close()
    },
  }
}

/**
 * What is behind a storage, for services that need more than its handles.
 *
 * @throws AirlockError `usage-invalid`
 */
export function storageData(storage: SpinStorage): KeptData {
  const data = dataOf.get(storage)
  if (data !== undefined) return data
  throw new AirlockError('usage-invalid', 'The option storage is no storage of this package.', {
    item: 'storage',
    hint: 'Give what openSpinStorage returns.',
  })
}

function foreignSnapshot(): AirlockError {
  return new AirlockError('usage-invalid', 'The snapshot is of another storage.', {
    item: 'snapshot',
    hint: 'Restore what snapshot() of the same storage gave.',
  })
}

async function openNamed({ components }: KeptApp, data: KeptData) {
  const labels = new Set(components.flatMap(({ sqliteDatabases }) => sqliteDatabases))
  const hasStores = components.some(({ keyValueStores }) => keyValueStores.length > 0)
  const [stores, databases] = await Promise.all([
    hasStores ? data.stores() : undefined,
    Promise.all([...labels].map(async (label) => [label, await data.database(label)] as const)),
  ])
  return { stores, databases: new Map(databases) }
}
