import type { Database } from '../sqlite/database.ts'
import type { Outcome } from '../sqlite/database-jobs.ts'
import { decodeSql, type SqlValue } from '../sqlite/sql-value.ts'

/** What a store could not do, in words that its guest may read. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

type Rows = readonly (readonly SqlValue[])[]

const MAX_ATTEMPTS = 100
const MIN_S64 = -(2n ** 63n)
const MAX_S64 = 2n ** 63n - 1n

/** The schema of a database with key-value stores; it is that of Spin. */
export const keyValueSchema =
  'CREATE TABLE IF NOT EXISTS spin_key_value (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))'

/** The key-value stores of an application, in a database that was opened with {@link keyValueSchema}. */
export class KeyValueStores {
  readonly #database: Database
  readonly #connection: number

  constructor(database: Database) {
    this.#database = database
    this.#connection = database.connect()
  }

  async get(store: string, key: string): Promise<Uint8Array | undefined> {
    const [row] = await this.#run('SELECT value FROM spin_key_value WHERE store = ? AND key = ?', [
      store,
      key,
    ])
    return row === undefined ? undefined : bytesOf(row[0])
  }

  /** All of them are written, or none. */
  async set(store: string, entries: readonly (readonly [key: string, value: Uint8Array])[]): Promise<void> {
    if (entries.length === 0) return
    const rows = entries.map(() => '(?, ?, ?)').join(', ')
    await this.#run(
      `INSERT INTO spin_key_value (store, key, value) VALUES ${rows} ON CONFLICT (store, key) DO UPDATE SET value = excluded.value`,
      entries.flatMap(([key, value]) => [store, key, value]),
    )
  }

  async delete(store: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const marks = keys.map(() => '?').join(', ')
    await this.#run(`DELETE FROM spin_key_value WHERE store = ? AND key IN (${marks})`, [store, ...keys])
  }

  async exists(store: string, key: string): Promise<boolean> {
    const rows = await this.#run('SELECT 1 FROM spin_key_value WHERE store = ? AND key = ?', [store, key])
    return rows.length > 0
  }

  async keys(store: string): Promise<string[]> {
    const rows = await this.#run('SELECT key FROM spin_key_value WHERE store = ? ORDER BY key', [store])
    return rows.map(([key]) => String(key))
  }

  /**
   * Adds to a number, which is kept as eight bytes, the least one first, as Spin keeps it. One that is not
   * there is 0.
   */
  async increment(store: string, key: string, delta: bigint): Promise<bigint> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const old = await this.get(store, key)
      if (old !== undefined && old.length !== 8) throw new StoreError('the value is not a number of 64 bits')
      const sum = (old === undefined ? 0n : viewOf(old).getBigInt64(0, true)) + delta
      if (sum < MIN_S64 || sum > MAX_S64) throw new StoreError('the number would not fit into 64 bits')
      const bytes = new Uint8Array(8)
      viewOf(bytes).setBigInt64(0, sum, true)
      if (await this.swap(store, key, old, bytes)) return sum
    }
    throw new StoreError('the value changes too often')
  }

  /**
   * Writes a value where the present one is the expected one.
   *
   * @param expected `undefined` where there should be none.
   * @returns Was it written?
   */
  async swap(
    store: string,
    key: string,
    expected: Uint8Array | undefined,
    value: Uint8Array,
  ): Promise<boolean> {
    const rows =
      expected === undefined
        ? await this.#run(
            'INSERT INTO spin_key_value (store, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1',
            [store, key, value],
          )
        : await this.#run(
            'UPDATE spin_key_value SET value = ? WHERE store = ? AND key = ? AND value = ? RETURNING 1',
            [value, store, key, expected],
          )
    return rows.length > 0
  }

  async #run(statement: string, parameters: readonly SqlValue[]): Promise<Rows> {
    return rowsOf(await this.#database.execute(this.#connection, statement, parameters))
  }
}

function rowsOf(outcome: Outcome): Rows {
  if (outcome.tag === 'ok') return outcome.rows.map((row) => row.map(decodeSql))
  if (outcome.tag === 'full') throw new StoreError('the stores are full')
  throw new StoreError(outcome.tag === 'lost' ? 'the stores were interrupted' : outcome.message)
}

function bytesOf(value: SqlValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value
  return new TextEncoder().encode(String(value ?? ''))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
