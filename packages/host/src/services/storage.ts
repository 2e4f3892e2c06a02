import type { Say } from '../say.ts'
import type { Handler } from './broker.ts'
import type { Preopen } from './filesystem/preopens.ts'
import { createKeyValueHandlers } from './key-value/broker.ts'
import type { KeyValueStores } from './key-value/store.ts'
import { createSqliteHandlers } from './sqlite/broker.ts'
import type { Database } from './sqlite/database.ts'
import { createVariableHandlers } from './variables/broker.ts'

/** What one component is granted of variables, files and what lasts. */
export interface StorageGrant {
  /** By name. */
  readonly variables: ReadonlyMap<string, string>
  /** Of `wasi:cli/environment`. */
  readonly environment: Readonly<Record<string, string>>
  readonly preopens: readonly Preopen[]
  /** By the labels in `key_value_stores`. */
  readonly keyValueStores: ReadonlyMap<string, KeyValueStores>
  /** By the labels in `sqlite_databases`. */
  readonly databases: ReadonlyMap<string, Database>
}

/** Nothing: every store is refused, no variable is there. */
export const noStorage: StorageGrant = {
  variables: new Map(),
  environment: {},
  preopens: [],
  keyValueStores: new Map(),
  databases: new Map(),
}

/** Serves what is granted, and refuses the rest. */
export function createStorageHandlers(
  grant: StorageGrant,
  say: Say,
): readonly (readonly [string, Handler])[] {
  return [
    ...createVariableHandlers(grant.variables, say),
    ...createKeyValueHandlers(grant.keyValueStores, say),
    ...createSqliteHandlers(grant.databases, say),
  ]
}
