import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, type TestFolder } from '../../test-support/spin-folder.ts'
import { createSqliteHandlers } from './broker.ts'
import { Database } from './database.ts'

let folder: TestFolder
let database: Database
const lines: string[] = []

beforeEach(async () => {
  lines.length = 0
  folder = await folderOf({})
  database = new Database({
    file: join(folder.path, 'data.db'),
    durable: false,
    timeoutMs: 5000,
    maxBytes: 4 * 1024 * 1024,
    maxResultBytes: 1024 * 1024,
  })
})
afterEach(async () => {
  await database.close()
  await folder[Symbol.asyncDispose]()
})

/** What a worker may ask in the name of one request. */
function request() {
  const ended = new AbortController()
  const handlers = new Map(
    createSqliteHandlers(new Map([['default', database]]), (text) => void lines.push(text)),
  )
  return {
    handlers,
    end: () => ended.abort(),
    ask: async (operation: string, args: unknown, from = handlers) => {
      const handle = from.get(operation)
      if (handle === undefined) throw new Error(operation)
      return (await handle(args, { payload: new Uint8Array(), signal: ended.signal } as never)).answer
    },
  }
}

const select = { connection: 1, statement: 'SELECT 1', parameters: [] }

describe('connections', () => {
  test('belong to one request', async () => {
    const one = request()
    const other = request()
    expect(await one.ask('sqlite.open', { database: 'default' })).toEqual({ tag: 'ok', connection: 1 })
    expect(await one.ask('sqlite.execute', select)).toMatchObject({ tag: 'ok' })
    // The same handlers, as within one component.
    expect(await other.ask('sqlite.execute', select, one.handlers)).toEqual({ tag: 'invalid-connection' })
    expect(await other.ask('sqlite.close', { connection: 1 }, one.handlers)).toEqual({})
    expect(await one.ask('sqlite.execute', select)).toMatchObject({ tag: 'ok' })
    one.end()
    expect(await one.ask('sqlite.execute', select)).toEqual({ tag: 'invalid-connection' })
    expect(await one.ask('sqlite.open', { database: 'default' })).toMatchObject({ tag: 'io' })
  })

  test('that were closed are none', async () => {
    const { ask } = request()
    await ask('sqlite.open', { database: 'default' })
    await ask('sqlite.close', { connection: 1 })
    expect(await ask('sqlite.execute', select)).toEqual({ tag: 'invalid-connection' })
    expect(await ask('sqlite.close', { connection: 99 })).toEqual({})
  })

  test('to what is not granted are refused, and the log says what would grant it', async () => {
    for (const name of ['other', '../default', 'constructor', '']) {
      expect(await request().ask('sqlite.open', { database: name })).toEqual({ tag: 'access-denied' })
    }
    expect(lines[0]).toBe(
      'The database other is refused: add it to sqlite_databases of the component in spin.toml.',
    )
  })
})

test.each([
  [{ ...select, connection: '1' }],
  [{ ...select, connection: -1 }],
  [{ ...select, parameters: [{ blob: 1 }] }],
  [{ ...select, parameters: [{ integer: '1; DROP TABLE t' }] }],
  [{ ...select, statement: 'x'.repeat(3_000_000) }],
  [{ ...select, more: 1 }],
])('a message that is none ends its worker', async (args) => {
  await expect(request().ask('sqlite.execute', args)).rejects.toThrow()
})

test('a full database says so, to the guest and in the log', async () => {
  const { ask } = request()
  await ask('sqlite.open', { database: 'default' })
  await ask('sqlite.execute', { ...select, statement: 'CREATE TABLE t (x)' })
  const statement = 'INSERT INTO t VALUES (zeroblob(5000000))'
  expect(await ask('sqlite.execute', { ...select, statement })).toEqual({ tag: 'database-full' })
  expect(lines.join()).toContain('maxDatabaseBytes')
  expect(await ask('sqlite.execute', select)).toMatchObject({ tag: 'ok' })
})

test('a file that is no database is told to the guest', async () => {
  await writeFile(join(folder.path, 'data.db'), 'something else'.repeat(1000))
  const { ask } = request()
  await ask('sqlite.open', { database: 'default' })
  expect(await ask('sqlite.execute', select)).toEqual({ tag: 'io', message: 'file is not a database' })
})
