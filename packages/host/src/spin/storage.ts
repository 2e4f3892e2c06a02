import { lstat, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import type { SpinComponent } from '../manifest/spin-app.ts'
import { createTempFolder } from '../process/temp-folder.ts'
import { KeyValueStores } from '../services/key-value/store.ts'
import { Database } from '../services/sqlite/database.ts'

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

/** What a component names of what lasts. */
type Kept = Pick<SpinComponent, 'keyValueStores' | 'sqliteDatabases'>

/** The stores and databases that the components of an application name. */
export interface SpinStorage {
  keyValueStores(component: Kept): ReadonlyMap<string, KeyValueStores>
  databases(component: Kept): ReadonlyMap<string, Database>
  /** Ends their processes. Safe to call twice. */
  close(): Promise<void>
}

const MIB = 1024 * 1024
/** The name that Spin gives to the file of key-value stores. */
const STORES = 'sqlite_key_value.db'
const MAX_RESULT_BYTES = 8 * MIB

/**
 * Opens what an application keeps. Nothing is made for one that keeps nothing.
 *
 * @throws AirlockError `output-unwritable` where the folder cannot be had.
 */
export async function openSpinStorage(
  { components }: { readonly components: readonly Kept[] },
  options: SpinStorageOptions,
): Promise<SpinStorage> {
  const labels = new Set(components.flatMap(({ sqliteDatabases }) => sqliteDatabases))
  const hasStores = components.some(({ keyValueStores }) => keyValueStores.length > 0)
  if (labels.size === 0 && !hasStores) {
    return { keyValueStores: () => new Map(), databases: () => new Map(), close: async () => {} }
  }
  const folder =
    options.stateDir === undefined ? await createTempFolder() : await makeFolder(options.stateDir)
  await checkFiles(folder.path, [STORES, ...[...labels].map(databaseName)])
  const open = (name: string): Database =>
    new Database({
      file: join(folder.path, name),
      durable: options.stateDir !== undefined,
      timeoutMs: options.statementTimeoutMs ?? 5000,
      maxBytes: options.maxDatabaseBytes ?? 256 * MIB,
      maxResultBytes: MAX_RESULT_BYTES,
    })
  const keyValue = open(STORES)
  const stores = new KeyValueStores(keyValue)
  const databases = new Map([...labels].map((label) => [label, open(databaseName(label))]))
  return {
    keyValueStores: (component) => new Map(component.keyValueStores.map((label) => [label, stores])),
    databases: (component) =>
      new Map(component.sqliteDatabases.map((label) => [label, databases.get(label) as Database])),
    close: async () => {
      await Promise.all([keyValue, ...databases.values()].map((database) => database.close()))
      await folder.remove()
    },
  }
}

/** As `spin up` names them; a label has letters, digits, `-` and `_` only. */
function databaseName(label: string): string {
  return label === 'default' ? 'sqlite_db.db' : `sqlite_db_${label}.db`
}

async function makeFolder(path: string): Promise<{ path: string; remove(): Promise<void> }> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    if ((await lstat(path)).isSymbolicLink()) throw notOwn(path, 'is a link')
    return { path: await realpath(path), remove: async () => {} }
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException
    throw new AirlockError('output-unwritable', `The folder ${path} cannot be made (${code}).`, {
      item: path,
      hint: 'Name a folder that can be written with stateDir.',
      cause: error,
    })
  }
}

/**
 * An application may come with a state folder of its own, in which a link would lead to the database of
 * something else.
 */
async function checkFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names.flatMap((each) => ['', '-wal', '-shm', '-journal'].map((end) => each + end))) {
    const path = join(folder, name)
    const status = await lstat(path).catch(() => undefined)
    if (status !== undefined && (!status.isFile() || status.nlink > 1)) throw notOwn(path, 'is a link')
  }
}

function notOwn(path: string, reason: string): AirlockError {
  return new AirlockError('output-unwritable', `${path} ${reason}: it may belong to something else.`, {
    item: path,
    hint: 'Remove it, or name another folder with stateDir.',
  })
}
