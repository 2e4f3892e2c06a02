import { constants, DatabaseSync, type StatementSync } from 'node:sqlite'
import { encodeFrame, FrameDecoder } from '../../process/frames.ts'
import { databaseSettings, type FromDatabase, type ToDatabase, toDatabase } from './database-protocol.ts'
import { changesConnection, findDenial } from './database-rules.ts'
import { decodeSql, encodeSql, type SqlJson, type SqlValue, sizeOfSql } from './sql-value.ts'

/**
 * The process that one SQLite database is opened in, with permission for its file and nothing else.
 * Statements come from strangers: nothing but the end of this process stops one that runs for ever.
 */

const MAX_FRAME_BYTES = 64 * 1024 * 1024
const PAGE_BYTES = 4096
const MAX_VALUE_BYTES = 16 * 1024 * 1024
/** What a row and a value count for, whatever is in them. */
const ROW_BYTES = 32
const VALUE_BYTES = 24
/** Number of a connection that nobody uses; those of others begin with 1. */
const KEEPER = 0
const BUSY = 5
const LOCKED = 6
const FULL = 13
const PRIMARY_CODE = 0xff
/** What was read is not the newest any more: waiting does not help. */
const BUSY_SNAPSHOT = 517

const settings = databaseSettings.parse(JSON.parse(process.argv[2] ?? ''))
const connections = new Map<number, DatabaseSync>()
/** Why the statement that is being prepared may not be. */
let denial: string | undefined
/** Reads a number that is another one when another connection has committed something. */
let version: StatementSync | undefined
/** What it was. */
let lastVersion: unknown
/** Has a connection got something of its own, such as a temporary table? */
let isChanged = false

function open(): DatabaseSync {
  const database = new DatabaseSync(settings.file, {
    enableForeignKeyConstraints: true,
    // Spin's SQLite takes them.
    enableDoubleQuotedStringLiterals: true,
    allowExtension: false,
    // Who waits here keeps the one who is waited for from going on.
    timeout: 0,
    defensive: true,
    limits: { attach: 0, length: MAX_VALUE_BYTES, sqlLength: MAX_VALUE_BYTES, triggerDepth: 100 },
  })
  try {
    // Another process may be opening it too.
    database.exec(`
      PRAGMA busy_timeout = 1000;
      PRAGMA synchronous = ${settings.durable ? 'NORMAL' : 'OFF'};
      PRAGMA journal_mode = WAL;
      PRAGMA temp_store = MEMORY;
      PRAGMA trusted_schema = OFF;
      PRAGMA max_page_count = ${Math.floor(settings.maxBytes / PAGE_BYTES)};
      PRAGMA journal_size_limit = ${settings.maxBytes}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** A connection that statements of strangers may run on. */
function openGuarded(): DatabaseSync {
  const database = open()
  try {
    database.exec('PRAGMA busy_timeout = 0')
    database.setAuthorizer((action, first, second) => {
      isChanged ||= changesConnection(action, second)
      const found = findDenial(action, first, second)
      if (found === undefined) return constants.SQLITE_OK
      denial = found
      return constants.SQLITE_DENY
    })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The last connection to be closed would bring the log into the file, and sync it: this one stays. */
function openKeeper(): void {
  if (connections.has(KEEPER)) return
  const keeper = open()
  try {
    if (settings.schema !== undefined) keeper.exec(settings.schema)
    keeper.exec('PRAGMA busy_timeout = 0')
    version = keeper.prepare('PRAGMA data_version')
    lastVersion = readVersion()
  } catch (error) {
    keeper.close()
    throw error
  }
  connections.set(KEEPER, keeper)
}

function readVersion(): unknown {
  return version?.get()?.data_version
}

function takeChanged(): boolean {
  const wasChanged = isChanged
  isChanged = false
  try {
    const found = readVersion()
    const isOther = found !== lastVersion
    lastVersion = found
    return wasChanged || isOther
  } catch {
    // Nobody knows.
    return true
  }
}

function execute({
  connection,
  statement,
  parameters,
}: Extract<ToDatabase, { type: 'execute' }>): FromDatabase {
  let database = connections.get(connection)
  denial = undefined
  try {
    if (database === undefined) {
      openKeeper()
      database = openGuarded()
      connections.set(connection, database)
    }
    const prepared = database.prepare(statement)
    prepared.setReturnArrays(true)
    prepared.setReadBigInts(true)
    const columns = prepared.columns().map(({ name }) => name)
    try {
      const rows = readRows(prepared.iterate(...parameters.map(decodeSql)), sizeOf(columns))
      return { tag: 'ok', columns, rows, inTransaction: database.isTransaction, changed: takeChanged() }
    } finally {
      finish(prepared)
    }
  } catch (error) {
    return { ...explain(error), inTransaction: database?.isTransaction ?? false, changed: takeChanged() }
  }
}

function readRows(found: Iterable<unknown>, columnBytes: number): SqlJson[][] {
  const rows: SqlJson[][] = []
  let bytes = columnBytes
  for (const row of found) {
    const values = row as SqlValue[]
    bytes += sizeOf(values)
    if (bytes > settings.maxResultBytes) {
      throw new Error(`the result is larger than the ${settings.maxResultBytes} bytes allowed`)
    }
    rows.push(values.map(encodeSql))
  }
  return rows
}

/** Rows and values that hold next to nothing keep the host busy all the same. */
function sizeOf(values: readonly SqlValue[]): number {
  return values.reduce<number>((sum, value) => sum + VALUE_BYTES + sizeOfSql(value), ROW_BYTES)
}

/** A statement that failed would keep its connection from committing until it is collected as rubbish. */
function finish(prepared: StatementSync & { close?: () => void }): void {
  if (prepared.close !== undefined) prepared.close()
  else {
    try {
      // Node.js 24 has no other way: it resets the statement before it finds that this is no parameter.
      prepared.all(Symbol() as never)
    } catch {
      // As is wanted.
    }
  }
}

function explain(error: unknown): { tag: 'busy' | 'full' } | { tag: 'failed'; message: string } {
  if (denial !== undefined) return { tag: 'failed', message: denial }
  const { errcode, message } = error as { errcode?: number; message: string }
  if (errcode === BUSY_SNAPSHOT) return { tag: 'failed', message }
  const code = (errcode ?? 0) & PRIMARY_CODE
  if (code === BUSY || code === LOCKED) return { tag: 'busy' }
  return code === FULL ? { tag: 'full' } : { tag: 'failed', message }
}

function release(connection: number): undefined {
  // What is left of a transaction is rolled back.
  connections.get(connection)?.close()
  connections.delete(connection)
}

function checkpoint(): void {
  try {
    connections.get(KEEPER)?.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    lastVersion = readVersion()
  } catch {
    // Whoever copies the file takes the log too.
  }
}

function closeAll(): void {
  version = undefined
  for (const connection of [...connections.keys()]) release(connection)
}

function answer(message: ToDatabase): FromDatabase | undefined {
  if (message.type === 'execute') return execute(message)
  if (message.type === 'release') return release(message.connection)
  if (message.type === 'checkpoint') checkpoint()
  else closeAll()
  return { tag: 'done' }
}

const frames = new FrameDecoder(MAX_FRAME_BYTES)
process.stdin.on('data', (chunk: Buffer) => {
  for (const { header } of frames.push(chunk)) {
    const answered = answer(toDatabase.parse(header))
    if (answered !== undefined) process.stdout.write(encodeFrame(answered))
  }
})
process.stdin.on('end', () => {
  closeAll()
  process.exit(0)
})
