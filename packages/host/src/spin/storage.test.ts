import { execFileSync } from 'node:child_process'
import { readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf } from '../test-support/spin-folder.ts'
import type { SpinDatabase } from './spin-database.ts'
import { openHostStorage, openSpinStorage, type SpinStorage, storageData } from './storage.ts'

const ENDLESS = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t'
const app = { components: [{ keyValueStores: ['default'], sqliteDatabases: ['default'] }] }
let storage: SpinStorage
let database: SpinDatabase

beforeEach(async () => {
  storage = await openSpinStorage(app, { statementTimeoutMs: 1000 })
  database = storage.database('default')
})
afterEach(() => storage.close())

const encode = (text: string) => new TextEncoder().encode(text)
const textOf = async (label: string, key: string) => {
  const value = await storage.store(label).get(key)
  return value === undefined ? undefined : new TextDecoder().decode(value)
}
const rowsOf = async (statement: string, of = database) => (await of.execute(statement)).rows
/** A connection that a component would have. */
const connect = async () => {
  const raw = await storageData(storage).database('default')
  const connection = raw.connect()
  return (statement: string) => raw.execute(connection, statement, [])
}

/** Writes something into everything. */
async function fill(text: string): Promise<void> {
  await storage.store('default').set('a', encode(text))
  await storage.store('other').set('a', encode(text))
  for (const each of [database, storage.database('other-one')]) {
    await each.execute('CREATE TABLE IF NOT EXISTS t (x)')
    await each.execute('INSERT INTO t VALUES (?)', [text])
  }
}

async function found(): Promise<unknown> {
  return {
    stores: [await textOf('default', 'a'), await textOf('other', 'a')],
    databases: [
      await rowsOf('SELECT x FROM t'),
      await rowsOf('SELECT x FROM t', storage.database('other-one')),
    ],
  }
}

const holding = (...texts: readonly string[]) => {
  const rows = texts.map((text) => [text])
  return { stores: [texts.at(-1), texts.at(-1)], databases: [rows, rows] }
}

describe('a store', () => {
  test('keeps what is set, whether it is declared or not', async () => {
    for (const label of ['default', 'not-declared', 'Snake_case']) {
      const store = storage.store(label)
      expect(await store.get('a')).toBeUndefined()
      await store.set('b', new Uint8Array([0, 255]))
      await store.set('a', new Uint8Array())
      expect(await store.get('b')).toEqual(new Uint8Array([0, 255]))
      expect(await store.get('a')).toEqual(new Uint8Array())
      expect(await store.keys()).toEqual(['a', 'b'])
      await store.delete('a')
      expect([await store.exists('a'), await store.exists('b')]).toEqual([false, true])
    }
  })

  test('takes what a component could write, and no more', async () => {
    const store = storage.store('default')
    await store.set('k'.repeat(4096), new Uint8Array(1024 * 1024))
    await expect(store.set('ü'.repeat(2049), new Uint8Array())).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'default',
    })
    await expect(store.set('k', new Uint8Array(1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'usage-invalid',
    })
    await using small = await openSpinStorage(app, { maxDatabaseBytes: 256 * 1024 })
    await expect(small.store('s').set('k', new Uint8Array(1024 * 1024))).rejects.toMatchObject({
      code: 'sql-failed',
      message: 'The key-value store s failed: the stores are full.',
    })
  })

  test.each(['', '../x', 'a/b', 'a--b', '1', 'a b', 'a\u0000', 'a'.repeat(257), '__proto__'])(
    'has no label like %j',
    (label) => {
      expect(() => storage.store(label)).toThrow(
        expect.objectContaining({ code: 'usage-invalid', item: label }),
      )
      expect(() => storage.database(label)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
    },
  )
})

describe('a database', () => {
  test('gives integers as numbers where these hold them', async () => {
    await database.execute('CREATE TABLE t (a, b, c, d, e, f, g)')
    const blob = new Uint8Array([1, 2])
    await database.execute('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)', [
      7,
      7n,
      2n ** 53n,
      0.5,
      'x',
      blob,
      null,
    ])
    expect(await database.execute('SELECT * FROM t')).toEqual({
      columns: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      rows: [[7, 7, 9007199254740992n, 0.5, 'x', blob, null]],
    })
    expect(await rowsOf('SELECT typeof(a), typeof(b), typeof(c), typeof(d) FROM t')).toEqual([
      ['integer', 'integer', 'integer', 'real'],
    ])
    expect(await rowsOf('SELECT 9007199254740991, -9007199254740992')).toEqual([
      [9007199254740991, -9007199254740992n],
    ])
  })

  test('says what is wrong with a statement', async () => {
    await expect(database.execute('SELEC 1')).rejects.toMatchObject({
      code: 'sql-failed',
      item: 'default',
      message: expect.stringContaining('syntax error'),
      details: { statement: 'SELEC 1' },
    })
    await expect(database.execute(ENDLESS)).rejects.toMatchObject({
      code: 'sql-failed',
      message: expect.stringContaining('took longer than 1000 ms'),
    })
    expect(await rowsOf('SELECT 1')).toEqual([[1]])
  })

  test('has transactions, and says when one was lost', async () => {
    await database.execute('CREATE TABLE t (x)')
    await database.execute('BEGIN')
    await database.execute('INSERT INTO t VALUES (1)')
    expect((await connect().then((run) => run(ENDLESS))).tag).toBe('failed')
    await expect(database.execute('COMMIT')).rejects.toMatchObject({
      message: expect.stringContaining('lost'),
    })
    expect(await rowsOf('SELECT * FROM t')).toEqual([])
  })
})

describe('restored', () => {
  test('everything is what it was', async () => {
    await fill('one')
    const first = await storage.snapshot()
    await fill('two')
    const second = await storage.snapshot()
    await fill('three')
    for (const [snapshot, texts] of [
      [first, ['one']],
      [second, ['one', 'two']],
      [second, ['one', 'two']],
      [first, ['one']],
    ] as const) {
      await storage.restore(snapshot)
      expect(await found()).toEqual(holding(...texts))
      await fill('more')
      expect(await found()).toEqual(holding(...texts, 'more'))
    }
  })

  test('without a snapshot everything is empty, and can be filled again', async () => {
    for (const text of ['one', 'two']) {
      await fill(text)
      expect(await found()).toEqual(holding(text))
      await storage.restore()
      expect(await textOf('default', 'a')).toBeUndefined()
      expect(await storage.store('other').keys()).toEqual([])
      expect(await rowsOf('SELECT count(*) FROM sqlite_master')).toEqual([[0]])
    }
  })

  test('what was opened after the snapshot is empty', async () => {
    const snapshot = await storage.snapshot()
    await fill('one')
    await storage.restore(snapshot)
    expect(await textOf('other', 'a')).toBeUndefined()
    expect(await rowsOf('SELECT count(*) FROM sqlite_master', storage.database('other-one'))).toEqual([[0]])
  })

  test('a transaction is lost, and a connection goes on', async () => {
    await database.execute('CREATE TABLE t (x)')
    const [half, reader, other] = [await connect(), await connect(), await connect()]
    await half('BEGIN IMMEDIATE')
    await half('INSERT INTO t VALUES (1)')
    await reader('BEGIN')
    await reader('SELECT * FROM t')
    await other('SELECT 1')
    const snapshot = await storage.snapshot()
    await half('INSERT INTO t VALUES (2)')
    expect((await half('COMMIT')).tag).toBe('ok')
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[2]])
    await half('BEGIN IMMEDIATE')
    await storage.restore(snapshot)
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[0]])
    expect((await half('INSERT INTO t VALUES (3)')).tag).toBe('lost')
    expect((await reader('SELECT 1')).tag).toBe('lost')
    expect((await other('INSERT INTO t VALUES (4)')).tag).toBe('ok')
    expect(await rowsOf('SELECT * FROM t')).toEqual([[4]])
  })

  test('a lock is lost where nothing was written', async () => {
    await database.execute('CREATE TABLE t (x)')
    const snapshot = await storage.snapshot()
    const half = await connect()
    await half('BEGIN IMMEDIATE')
    await storage.restore(snapshot)
    await database.execute('INSERT INTO t VALUES (1)')
    expect((await half('COMMIT')).tag).toBe('lost')
  })

  test('what a large transaction has written by then is not part of a snapshot', async () => {
    await database.execute('CREATE TABLE t (x)')
    const half = await connect()
    await half('BEGIN')
    // More than the cache of a connection: some of it is in the log before it is committed.
    const many = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000)'
    await half(`INSERT INTO t ${many} SELECT randomblob(5000) FROM n`)
    const snapshot = await storage.snapshot()
    expect((await half('COMMIT')).tag).toBe('ok')
    await storage.restore(snapshot)
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[0]])
    expect(await rowsOf('PRAGMA integrity_check')).toEqual([['ok']])
  })

  test('own transactions and temporary tables are gone', async () => {
    const snapshot = await storage.snapshot()
    await database.execute('CREATE TEMP TABLE t (x)')
    await database.execute('BEGIN')
    await storage.restore(snapshot)
    await expect(database.execute('SELECT * FROM t')).rejects.toThrow('no such table')
    await database.execute('BEGIN')
    await database.execute('COMMIT')
  })

  test('the settings of a connection are what they were', async () => {
    await database.execute('PRAGMA foreign_keys = OFF')
    expect(await rowsOf('PRAGMA foreign_keys')).toEqual([[0]])
    await storage.restore()
    expect(await rowsOf('PRAGMA foreign_keys')).toEqual([[1]])
    await database.execute('PRAGMA user_version = 7')
    await storage.restore()
    expect(await rowsOf('PRAGMA user_version')).toEqual([[0]])
  })

  test('after the process of a database was ended', async () => {
    await fill('one')
    const snapshot = await storage.snapshot()
    await fill('two')
    await expect(database.execute(ENDLESS)).rejects.toThrow('took longer')
    await storage.restore(snapshot)
    expect(await found()).toEqual(holding('one'))
    await fill('two')
    const endless = expect(database.execute(ENDLESS)).rejects.toThrow('took longer')
    // What runs is waited for.
    await storage.restore()
    await endless
    await fill('three')
    expect(await found()).toEqual(holding('three'))
  })

  test('with statements before and behind it', async () => {
    await database.execute('CREATE TABLE t (x)')
    const snapshot = await storage.snapshot()
    const before = database.execute('INSERT INTO t VALUES (1)')
    const again = storage.snapshot()
    const restored = storage.restore(snapshot)
    const behind = database.execute('INSERT INTO t VALUES (2)')
    await Promise.all([before, restored, behind])
    expect(await rowsOf('SELECT * FROM t')).toEqual([[2]])
    await storage.restore(await again)
    expect(await rowsOf('SELECT * FROM t')).toEqual([[1]])
  })

  test('only what is its own', async () => {
    await using other = await openSpinStorage(app)
    const foreign = await other.snapshot()
    await expect(storage.restore(foreign)).rejects.toMatchObject({ code: 'usage-invalid', item: 'snapshot' })
    await storage.close()
    await expect(storage.restore()).rejects.toMatchObject({ code: 'usage-invalid' })
    await expect(storage.snapshot()).rejects.toMatchObject({ code: 'usage-invalid' })
    await expect(storage.store('x').get('a')).rejects.toMatchObject({ code: expect.any(String) })
  })
})

test('where nothing was written, nothing is done', async () => {
  const raw = await storageData(storage).database('default')
  expect(await textOf('default', 'a')).toBeUndefined()
  await rowsOf('SELECT 1')
  await storage.restore()
  await storage.restore(await storage.snapshot())
  await fill('one')
  const snapshot = await storage.snapshot()
  await database.execute('BEGIN')
  await database.execute("INSERT INTO t VALUES ('two')")
  await database.execute('ROLLBACK')
  await database.execute('CREATE TABLE IF NOT EXISTS t (x)')
  await rowsOf("UPDATE t SET x = 1 WHERE x = 'nothing'")
  expect(await found()).toEqual(holding('one'))
  await storage.restore(snapshot)
  await storage.restore(await storage.snapshot())
  expect(raw.restored).toBe(0)
  await database.execute('DELETE FROM t')
  await storage.restore(snapshot)
  expect(raw.restored).toBe(1)
})

describe('in a folder that stays', () => {
  test('what was there counts, whether it is opened or not', async () => {
    await using folder = await folderOf({})
    const stateDir = join(folder.path, 'state')
    await storage.close()
    storage = await openSpinStorage(app, { stateDir })
    database = storage.database('default')
    await fill('one')
    await storage.close()
    storage = await openSpinStorage({ components: [] }, { stateDir })
    database = storage.database('default')
    const snapshot = await storage.snapshot()
    await fill('two')
    await storage.restore(snapshot)
    expect(await found()).toEqual(holding('one'))
    await storage.close()
    expect((await readdir(stateDir)).sort()).toEqual([
      'sqlite_db.db',
      'sqlite_db_other-one.db',
      'sqlite_key_value.db',
    ])
    storage = await openSpinStorage({ components: [] }, { stateDir })
    await storage.restore()
    expect(await textOf('other', 'a')).toBeUndefined()
    expect(await rowsOf('SELECT count(*) FROM sqlite_master', storage.database('other-one'))).toEqual([[0]])
  })

  test('a link leads nowhere', async () => {
    await using folder = await folderOf({ 'cookies.db': 'not ours', 'state/x': '' })
    const stateDir = join(folder.path, 'state')
    await symlink('../cookies.db', join(stateDir, 'sqlite_db_other.db'))
    await using linked = await openSpinStorage(app, { stateDir })
    for (const work of [() => linked.restore(), () => linked.snapshot()]) {
      await expect(work()).rejects.toMatchObject({ code: 'output-unwritable' })
    }
    await expect(linked.database('other').execute('SELECT 1')).rejects.toMatchObject({
      code: 'output-unwritable',
    })
    expect(await readFile(join(folder.path, 'cookies.db'), 'utf8')).toBe('not ours')
  })
})

describe('a host', () => {
  test('shares what it was given, and leaves it open', async () => {
    const kept = { keyValueStores: ['shared'], sqliteDatabases: ['more'] }
    const given = await openHostStorage({ components: [kept] }, { storage, stateDir: '/nowhere' })
    await given
      .keyValueStores(kept)
      .get('shared')
      ?.set('shared', [['a', encode('1')]])
    await given.databases(kept).get('more')?.execute(1, 'CREATE TABLE t (x)', [])
    await given.close()
    expect(await textOf('shared', 'a')).toBe('1')
    expect(await rowsOf('SELECT * FROM t', storage.database('more'))).toEqual([])
  })

  test('takes no other object for one', async () => {
    await expect(openHostStorage(app, { storage: { ...storage } })).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'storage',
    })
  })
})

test('no process and no folder is left', async () => {
  await fill('one')
  await storage.snapshot()
  const children = () => execFileSync('ps', ['-o', 'args', '--ppid', String(process.pid)]).toString()
  expect(children()).toContain('database-worker.js')
  expect(children()).toContain('airlock-guest-')
  await storage.close()
  await storage.close()
  expect(children()).not.toContain('database-worker.js')
  expect(children()).not.toContain('airlock-guest-')
})
