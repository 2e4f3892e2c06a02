import { AirlockError } from '@wasm-airlock/shared'
import type { Database } from '../services/sqlite/database.ts'
import type { Outcome } from '../services/sqlite/database-jobs.ts'
import { decodeSql, type SqlValue } from '../services/sqlite/sql-value.ts'

/** A SQLite database; what a component writes is there for it, and the other way about. */
export interface SpinDatabase {
  /**
   * Runs one statement, on a connection of this handle's own: `BEGIN` begins a transaction that later
   * statements are part of.
   *
   * @param parameters A whole number up to 2^53 is an integer, as a bigint is; other numbers are reals.
   * @returns The rows, in the order of `columns`. An integer is a number where that holds it exactly, otherwise
   *   a bigint; a blob is a `Uint8Array`.
   * @throws AirlockError `sql-failed`
   */
  execute(
    statement: string,
    parameters?: readonly SqlValue[],
  ): Promise<{ columns: string[]; rows: SqlValue[][] }>
}

/**
 * A database that is opened by its first statement.
 *
 * @param open May fail with an AirlockError.
 */
export function createSpinDatabase(label: string, open: () => Promise<Database>): SpinDatabase {
  let connection: number | undefined
  let restored: number | undefined
  return {
    execute: async (statement, parameters = []) => {
      const database = await open()
      // What a connection had of its own is not there any more where everything was put back.
      if (connection !== undefined && restored !== database.restored) {
        database.release(connection)
        connection = undefined
      }
      connection ??= database.connect()
      restored = database.restored
      const outcome = await database.execute(connection, statement, parameters.map(toSql))
      if (outcome.tag === 'ok') {
        return {
          columns: [...outcome.columns],
          rows: outcome.rows.map((row) => row.map(decodeSql).map(fromSql)),
        }
      }
      if (outcome.tag === 'lost') {
        database.release(connection)
        connection = undefined
      }
      throw new AirlockError(
        'sql-failed',
        `The database ${label} refused a statement: ${reasonOf(outcome)}.`,
        {
          item: label,
          details: { statement },
        },
      )
    },
  }
}

function reasonOf(outcome: Exclude<Outcome, { tag: 'ok' }>): string {
  if (outcome.tag === 'failed') return outcome.message
  return outcome.tag === 'full' ? 'it is full' : 'its transaction was lost with the process of the database'
}

function toSql(value: SqlValue): SqlValue {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value as number) : value
}

function fromSql(value: SqlValue): SqlValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}
