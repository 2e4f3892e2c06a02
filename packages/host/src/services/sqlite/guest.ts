import type { GuestScope, InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import type { Interface } from '../../guest/wasi.ts'
import {
  closeConnection,
  executeStatement,
  MAX_DATABASE_LENGTH,
  MAX_STATEMENT_BYTES,
  openDatabase,
} from './calls.ts'
import { decodeSql, encodeSql, type SqlValue, sizeOfSql } from './sql-value.ts'

type SqliteError =
  | { readonly tag: 'no-such-database' | 'access-denied' | 'invalid-connection' | 'database-full' }
  | { readonly tag: 'io'; readonly val: string }

/** The variant `value` in jco's convention. */
type Value =
  | { readonly tag: 'integer'; readonly val: bigint }
  | { readonly tag: 'real'; readonly val: number }
  | { readonly tag: 'text'; readonly val: string }
  | { readonly tag: 'blob'; readonly val: Uint8Array }
  | { readonly tag: 'null' }

interface QueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly values: readonly Value[] }[]
}

/** `fermyon:spin/sqlite@2.0.0`. */
export function createSqlite(context: InstanceContext): Record<string, Interface> {
  class Connection {
    #id = 0
    /** The request that it was opened in. */
    #scope: GuestScope | undefined

    static async open(database: string): Promise<Result<Connection, SqliteError>> {
      if (database.length > MAX_DATABASE_LENGTH) return err({ tag: 'access-denied' })
      const { answer } = await context.scope.ask(openDatabase, { database })
      if (answer.tag === 'io') return err({ tag: 'io', val: answer.message })
      if (answer.tag === 'access-denied') return err({ tag: answer.tag })
      const connection = new Connection()
      connection.#id = answer.connection
      connection.#scope = context.scope
      return ok(connection)
    }

    async execute(
      statement: string,
      parameters: readonly Value[],
    ): Promise<Result<QueryResult, SqliteError>> {
      const values = parameters.map(fromVariant)
      const bytes = values.reduce<number>((sum, value) => sum + sizeOfSql(value), sizeOfSql(statement))
      if (bytes > MAX_STATEMENT_BYTES) {
        return err({
          tag: 'io',
          val: `the statement is larger than the ${MAX_STATEMENT_BYTES} bytes allowed`,
        })
      }
      const wanted = { connection: this.#id, statement, parameters: values.map(encodeSql) }
      const { answer } = await context.scope.ask(executeStatement, wanted)
      if (answer.tag === 'io') return err({ tag: 'io', val: answer.message })
      if (answer.tag !== 'ok') return err({ tag: answer.tag })
      const rows = answer.rows.map((row) => ({ values: row.map((value) => toVariant(decodeSql(value))) }))
      return ok({ columns: answer.columns, rows })
    }

    /** The guest has dropped it. Nobody waits for the answer. */
    [Symbol.dispose](): void {
      // The connections of a call that has ended are closed already.
      if (context.isEntered && context.scope === this.#scope) {
        this.#scope.ask(closeConnection, { connection: this.#id }).catch(() => {})
      }
      this.#scope = undefined
    }
  }
  return { 'fermyon:spin/sqlite': { Connection } }
}

function fromVariant(value: Value): SqlValue {
  return value.tag === 'null' ? null : value.val
}

function toVariant(value: SqlValue): Value {
  if (value === null) return { tag: 'null' }
  if (typeof value === 'bigint') return { tag: 'integer', val: value }
  if (typeof value === 'number') return { tag: 'real', val: value }
  if (typeof value === 'string') return { tag: 'text', val: value }
  return { tag: 'blob', val: value }
}
