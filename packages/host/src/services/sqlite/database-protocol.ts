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
])

const inTransaction = z.boolean()

/** The answer to `execute`; statements are answered one after the other. */
export const fromDatabase = z.discriminatedUnion('tag', [
  z.strictObject({
    tag: z.literal('ok'),
    columns: z.array(z.string()),
    rows: z.array(z.array(sqlJson)),
    inTransaction,
  }),
  /** Another connection writes; the statement has done nothing. */
  z.strictObject({ tag: z.literal('busy'), inTransaction }),
  z.strictObject({ tag: z.literal('full'), inTransaction }),
  z.strictObject({ tag: z.literal('failed'), message: z.string(), inTransaction }),
])

export type DatabaseSettings = z.infer<typeof databaseSettings>
export type ToDatabase = z.infer<typeof toDatabase>
export type FromDatabase = z.infer<typeof fromDatabase>
