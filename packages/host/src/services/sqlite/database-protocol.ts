import { z } from '../../schema.ts'
import { sqlJson } from './sql-value.ts'

/** What the process of a database is started with, as JSON in its first argument. */
export const databaseSettings = z.strictObject({
  /** Absolute path of the file. */
  file: z.string(),
  /** Most bytes of the file. */
  maxBytes: z.int(),
  /** Most bytes of a result, as JSON. */
  maxResultBytes: z.int(),
  /** Does what is written survive the end of the machine? */
  durable: z.boolean(),
  /** Statements that make the tables of an empty database, and leave those of another one alone. */
  schema: z.string().exactOptional(),
})

/** To the process of a database. */
export const toDatabase = z.discriminatedUnion('type', [
  /** Connections are opened by their first statement. */
  z.strictObject({
    type: z.literal('execute'),
    connection: z.int(),
    statement: z.string(),
    parameters: z.array(sqlJson),
  }),
  z.strictObject({ type: z.literal('release'), connection: z.int() }),
  /** Brings the log into the file, as far as open transactions let it. */
  z.strictObject({ type: z.literal('checkpoint') }),
  /** Closes all connections; what they have not committed is rolled back. */
  z.strictObject({ type: z.literal('close') }),
])

/** What a statement tells besides. */
const state = {
  inTransaction: z.boolean(),
  /** Has anything been committed, or a connection changed, since the statement before? */
  changed: z.boolean(),
}

/** The answer to all but `release`; one after the other. */
export const fromDatabase = z.discriminatedUnion('tag', [
  z.strictObject({
    tag: z.literal('ok'),
    columns: z.array(z.string()),
    rows: z.array(z.array(sqlJson)),
    ...state,
  }),
  /** Another connection writes; the statement has done nothing. */
  z.strictObject({ tag: z.literal('busy'), ...state }),
  z.strictObject({ tag: z.literal('full'), ...state }),
  z.strictObject({ tag: z.literal('failed'), message: z.string(), ...state }),
  /** To `checkpoint` and `close`. */
  z.strictObject({ tag: z.literal('done') }),
])

export type DatabaseSettings = z.infer<typeof databaseSettings>
export type ToDatabase = z.infer<typeof toDatabase>
export type FromDatabase = z.infer<typeof fromDatabase>
