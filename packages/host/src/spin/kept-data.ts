import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { isStoreLabel } from '../manifest/store-label.ts'
import { createTempFolder, type TempFolder } from '../process/temp-folder.ts'
import { KeyValueStores, keyValueSchema } from '../services/key-value/store.ts'
import { Database } from '../services/sqlite/database.ts'
import { type DatabaseCopy, emptyCopy } from '../services/sqlite/database-copy.ts'
import type { SpinStorageOptions } from './storage.ts'
import {
  checkDatabaseFile,
  databaseName,
  findDatabases,
  openStorageFolder,
  storesName,
} from './storage-folder.ts'

const MIB = 1024 * 1024
const MAX_RESULT_BYTES = 8 * MIB

/** Copies of databases, by the names of their files. */
export type KeptCopies = ReadonlyMap<string, DatabaseCopy>

/** The files of a storage, each with its database; nothing is made before it is asked for. */
export class KeptData {
  readonly #options: SpinStorageOptions
  readonly #databases = new Map<string, Promise<Database>>()
  #stores: Promise<KeyValueStores> | undefined
  #folder: Promise<TempFolder> | undefined
  #copies: Promise<TempFolder> | undefined
  /** Is every file of the folder opened? */
  #hasAll: boolean
  #closed: Promise<void> | undefined

  constructor(options: SpinStorageOptions) {
    this.#options = options
    this.#hasAll = options.stateDir === undefined
  }

  /** @throws AirlockError `output-unwritable` */
  stores(): Promise<KeyValueStores> {
    if (this.#stores === undefined) {
      this.#stores = this.#open(storesName).then((database) => new KeyValueStores(database))
      this.#stores.catch(() => {
        this.#stores = undefined
      })
    }
    return this.#stores
  }

  /** @throws AirlockError `usage-invalid` at once; `output-unwritable` */
  database(label: string): Promise<Database> {
    checkLabel(label)
    return this.#open(databaseName(label))
  }

  /**
   * What is committed, in each file.
   *
   * @throws AirlockError `output-unwritable` where there is no room for copies; `usage-invalid` once it is closed.
   */
  async copy(): Promise<KeptCopies> {
    if (!this.#hasAll) await this.#openAll()
    this.#checkOpen()
    const folder = async (): Promise<string> => {
      this.#copies ??= createTempFolder()
      return (await this.#copies).path
    }
    const copies = await this.#each(async (name, database) => [name, await database.copy(folder)] as const)
    return new Map(copies)
  }

  /**
   * Puts copies back; a file that has none is emptied.
   *
   * @throws AirlockError as {@link copy} does.
   */
  async restore(copies: KeptCopies): Promise<void> {
    if (!this.#hasAll) await this.#openAll()
    this.#checkOpen()
    await this.#each((name, database) => database.restore(copies.get(name) ?? emptyCopy))
  }

  /** Ends the processes. Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async #end(): Promise<void> {
    const opened = await Promise.allSettled(this.#databases.values())
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)))
    const folders = await Promise.allSettled([this.#folder, this.#copies])
    await Promise.all(folders.map((each) => (each.status === 'fulfilled' ? each.value?.remove() : undefined)))
  }

  /** What is in the folder from before counts too. */
  async #openAll(): Promise<void> {
    this.#checkOpen()
    const { path } = await this.#ownFolder()
    await this.stores()
    await Promise.all((await findDatabases(path)).map((label) => this.database(label)))
    this.#hasAll = true
  }

  async #each<T>(work: (name: string, database: Database) => Promise<T>): Promise<T[]> {
    try {
      return await Promise.all(
        [...this.#databases].map(async ([name, database]) => work(name, await database)),
      )
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (error instanceof AirlockError || typeof code !== 'string') throw error
      throw new AirlockError('output-unwritable', `The files of the storage cannot be copied (${code}).`, {
        item: this.#options.stateDir ?? 'storage',
        cause: error,
      })
    }
  }

  #open(name: string): Promise<Database> {
    const found = this.#databases.get(name)
    if (found !== undefined) return found
    const opened = this.#openFile(name)
    this.#databases.set(name, opened)
    opened.catch(() => this.#databases.delete(name))
    return opened
  }

  async #openFile(name: string): Promise<Database> {
    this.#checkOpen()
    const { stateDir, statementTimeoutMs = 5000, maxDatabaseBytes = 256 * MIB } = this.#options
    const file = join((await this.#ownFolder()).path, name)
    await checkDatabaseFile(file)
    return new Database(
      {
        file,
        durable: stateDir !== undefined,
        timeoutMs: statementTimeoutMs,
        maxBytes: maxDatabaseBytes,
        maxResultBytes: MAX_RESULT_BYTES,
        ...(name === storesName ? { schema: keyValueSchema } : {}),
      },
      stateDir === undefined ? emptyCopy : undefined,
    )
  }

  #ownFolder(): Promise<TempFolder> {
    this.#folder ??= openStorageFolder(this.#options.stateDir)
    return this.#folder
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) {
      throw new AirlockError('usage-invalid', 'The storage is closed.', {
        hint: 'Close it when nothing uses it any more.',
      })
    }
  }
}

/** @throws AirlockError `usage-invalid` */
export function checkLabel(label: string): void {
  if (!isStoreLabel(label)) {
    throw new AirlockError('usage-invalid', `${label} is no label of a store or database.`, {
      item: label,
      hint: 'A label is in kebab-case or snake_case, as in key_value_stores = ["my-store"].',
    })
  }
}
