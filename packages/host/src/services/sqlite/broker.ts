import type { Say } from '../../say.ts'
import { type AnsweredBy, type Handler, serveOperation } from '../broker.ts'
import { perCall } from '../per-call.ts'
import { closeConnection, executeStatement, openDatabase } from './calls.ts'
import type { Database } from './database.ts'

/** Most connections that one request has open. */
const MAX_CONNECTIONS = 64

interface Connection {
  readonly database: Database
  readonly id: number
}

/**
 * Runs statements for a guest, on the databases that it is granted. The connections of a request end with
 * it, and with them what it has not committed; no other request can use them.
 *
 * @param databases By the labels in `sqlite_databases`.
 * @param option What the log names as the place to add what is missing.
 */
export function createSqliteHandlers(
  databases: ReadonlyMap<string, Database>,
  say: Say,
  option = 'sqlite_databases of the component in spin.toml',
): readonly (readonly [string, Handler])[] {
  /** What each request has opened, under the numbers that its guest knows. */
  const connectionsOf = perCall(
    () => new Map<number, Connection>(),
    (connections) => {
      for (const { database, id } of connections.values()) database.release(id)
      connections.clear()
    },
  )

  return [
    serveOperation(
      openDatabase,
      async ({ database: label }, call): Promise<AnsweredBy<typeof openDatabase>> => {
        const database = databases.get(label)
        if (database === undefined) {
          say(`The database ${label} is refused: add it to ${option}.`)
          return { answer: { tag: 'access-denied' } }
        }
        const connections = connectionsOf(call)
        if (connections.size >= MAX_CONNECTIONS || call.signal.aborted) {
          return { answer: { tag: 'io', message: `more than ${MAX_CONNECTIONS} connections are open` } }
        }
        const id = database.connect()
        const number = Math.max(0, ...connections.keys()) + 1
        connections.set(number, { database, id })
        return { answer: { tag: 'ok', connection: number } }
      },
    ),
    serveOperation(
      executeStatement,
      async ({ connection, statement, parameters }, call): Promise<AnsweredBy<typeof executeStatement>> => {
        const found = connectionsOf(call).get(connection)
        if (found === undefined) return { answer: { tag: 'invalid-connection' } }
        const outcome = await found.database.executeJson(found.id, statement, parameters, call.signal)
        if (outcome.tag === 'ok') {
          const { columns, rows } = outcome
          return { answer: { tag: 'ok', columns: [...columns], rows: rows.map((row) => [...row]) } }
        }
        if (outcome.tag === 'full') {
          say('A database is full: raise maxDatabaseBytes, or delete something.')
          return { answer: { tag: 'database-full' } }
        }
        if (outcome.tag === 'lost') return { answer: { tag: 'invalid-connection' } }
        return { answer: { tag: 'io', message: outcome.message } }
      },
    ),
    serveOperation(closeConnection, async ({ connection }, call) => {
      const connections = connectionsOf(call)
      const found = connections.get(connection)
      connections.delete(connection)
      found?.database.release(found.id)
      return { answer: {} }
    }),
  ]
}
