import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'
import { sqlJson } from './sql-value.ts'

/** Longest name of a database, in UTF-16 units. */
export const MAX_DATABASE_LENGTH = 256
/** Most bytes of a statement and its parameters, as JSON. */
export const MAX_STATEMENT_BYTES = 2 * 1024 * 1024

const connection = z.int().min(1)

export const openDatabase = defineOperation(
  'sqlite.open',
  z.strictObject({ database: z.string().max(MAX_DATABASE_LENGTH) }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), connection }),
    z.strictObject({ tag: z.literal('access-denied') }),
    z.strictObject({ tag: z.literal('io'), message: z.string() }),
  ]),
)

export const executeStatement = defineOperation(
  'sqlite.execute',
  z.strictObject({
    connection,
    statement: z.string().max(MAX_STATEMENT_BYTES),
    parameters: z.array(sqlJson).max(100_000),
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), columns: z.array(z.string()), rows: z.array(z.array(sqlJson)) }),
    z.strictObject({ tag: z.literal('invalid-connection') }),
    z.strictObject({ tag: z.literal('database-full') }),
    z.strictObject({ tag: z.literal('io'), message: z.string() }),
  ]),
)

/** What is not committed is rolled back. */
export const closeConnection = defineOperation(
  'sqlite.close',
  z.strictObject({ connection }),
  z.strictObject({}),
)
