import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, type TestFolder } from '../../test-support/spin-folder.ts'
import { Database } from './database.ts'
import type { DatabaseOptions } from './database-process.ts'
import { decodeSql, type SqlValue } from './sql-value.ts'

const MIB = 1024 * 1024
let folder: TestFolder
let database: Database

function open(options: Partial<DatabaseOptions> = {}): Database {
  return new Database({
    file: join(folder.path, 'data.db'),
    durable: false,
    timeoutMs: 5000,
    maxBytes: 16 * MIB,
    maxResultBytes: MIB,
    ...options,
  })
}
beforeEach(async () => {
  folder = await folderOf({})
  database = open()
})
afterEach(async () => {
  await database.close()
  await folder[Symbol.asyncDispose]()
})

async function rowsOf(statement: string, parameters: readonly SqlValue[] = [], connection = 1) {
  const outcome = await database.execute(connection, statement, parameters)
  if (outcome.tag !== 'ok') throw new Error('message' in outcome ? outcome.message : outcome.tag)
  return outcome.rows.map((row) => row.map(decodeSql))
}

const ENDLESS = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t'

describe('a database', () => {
  test('keeps values of every kind', async () => {
    await rowsOf('CREATE TABLE t (a, b, c, d, e)')
    const values = [9223372036854775807n, 0.5, 'ü\u0000x', new Uint8Array([0, 255]), null]
    await rowsOf('INSERT INTO t VALUES (?, ?, ?, ?, ?)', values)
    expect(await database.execute(1, 'SELECT a, b AS "b", a AS "b" FROM t', [])).toMatchObject({
      tag: 'ok',
      columns: ['a', 'b', 'b'],
    })
    expect(await rowsOf('SELECT * FROM t')).toEqual([values])
    expect(await rowsOf('SELECT ?2, ?1, 1e999', [1n, 2n])).toEqual([[2n, 1n, Number.POSITIVE_INFINITY]])
    expect(await rowsOf('SELECT typeof(a), typeof(b) FROM t WHERE c = \'ü\' || char(0) || "x"')).toEqual([
      ['integer', 'real'],
    ])
  })

  test('has a transaction a connection, and others wait for its end', async () => {
    await rowsOf('CREATE TABLE t (x)')
    await rowsOf('BEGIN IMMEDIATE')
    await rowsOf('INSERT INTO t VALUES (1)')
    const waiting = rowsOf('INSERT INTO t VALUES (2)', [], 2)
    expect(await rowsOf('SELECT count(*) FROM t', [], 3)).toEqual([[0n]])
    await rowsOf('COMMIT')
    await waiting
    expect(await rowsOf('SELECT x FROM t ORDER BY x', [], 3)).toEqual([[1n], [2n]])
    await rowsOf('BEGIN')
    await rowsOf('DELETE FROM t')
    database.release(1)
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[2n]])
  })

  test('survives its process, and the host', async () => {
    await rowsOf('CREATE TABLE t (x)')
    await rowsOf('INSERT INTO t VALUES (1)')
    await database.close()
    expect(await database.execute(1, 'SELECT 1', [])).toMatchObject({ tag: 'failed' })
    database = open()
    expect(await rowsOf('SELECT x FROM t')).toEqual([[1n]])
  })

  test('has full-text search and R-trees', async () => {
    await rowsOf('CREATE VIRTUAL TABLE f USING fts5(text)')
    await rowsOf("INSERT INTO f VALUES ('the quick fox')")
    expect(await rowsOf("SELECT count(*) FROM f WHERE f MATCH 'quick'")).toEqual([[1n]])
    await rowsOf('CREATE VIRTUAL TABLE r USING rtree(id, a, b)')
  })
})

describe('a hostile statement', () => {
  test.each([
    ["ATTACH '/etc/passwd' AS x", /ATTACH/],
    ["ATTACH ':memory:' AS x", /ATTACH/],
    ["ATTACH '' AS x", /ATTACH/],
    ["VACUUM INTO '/tmp/airlock-stolen.db'", /ATTACH/],
    ['VACUUM', /VACUUM/],
    ['DETACH main', /DETACH/],
    ["SELECT load_extension('/tmp/x.so')", /load_extension/],
    ["SELECT readfile('/etc/passwd')", /no such function/],
    ["SELECT writefile('/tmp/x', 'y')", /no such function/],
    ["SELECT fts3_tokenizer('simple', x'00')", /fts3_tokenizer/],
    ["PRAGMA temp_store_directory = '/etc'", /PRAGMA/],
    ["PRAGMA data_store_directory = '/etc'", /PRAGMA|not/],
    ['PRAGMA database_list', /PRAGMA/],
    ['SELECT file FROM pragma_database_list', /PRAGMA/],
    ['PRAGMA writable_schema = ON', /PRAGMA/],
    ['PRAGMA journal_mode = OFF', /PRAGMA/],
    ['PRAGMA max_page_count = 1000000', /PRAGMA/],
    ['PRAGMA mmap_size = 1000000000', /PRAGMA/],
    ['PRAGMA temp_store = FILE', /PRAGMA/],
    ['PRAGMA busy_timeout = 1000000', /PRAGMA/],
    ['PRAGMA trusted_schema = ON', /PRAGMA/],
    ['PRAGMA wal_checkpoint(TRUNCATE)', /PRAGMA/],
    ['CREATE VIRTUAL TABLE x USING dbstat', /dbstat/],
    ['CREATE VIRTUAL TABLE x USING csv(filename="/etc/passwd")', /csv/],
    ['UPDATE sqlite_master SET sql = 1', /modified/],
    ['SELECT hex(zeroblob(1000000000))', /too big|memory/],
    [`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, /./],
    ['', /./],
    ['nonsense', /syntax/],
  ])('%s', async (statement, message) => {
    await expect(rowsOf(statement)).rejects.toThrow(message)
    expect(await rowsOf('SELECT 1')).toEqual([[1n]])
    expect((await readdir(folder.path)).filter((name) => !name.startsWith('data.db'))).toEqual([])
  })

  test('cannot hide what is denied in a view or a trigger', async () => {
    await rowsOf('CREATE TABLE t (x)')
    await expect(
      rowsOf("CREATE VIEW v AS SELECT load_extension('x')").then(() => rowsOf('SELECT * FROM v')),
    ).rejects.toThrow(/load_extension|not authorized/)
  })

  test('that never ends is ended, and others go on', async () => {
    await database.close()
    database = open({ timeoutMs: 300 })
    await rowsOf('CREATE TABLE t (x)', [], 2)
    await rowsOf('BEGIN', [], 3)
    await rowsOf('INSERT INTO t VALUES (1)', [], 3)
    const endless = database.execute(1, ENDLESS, [])
    const waiting = rowsOf('SELECT count(*) FROM t', [], 2)
    expect(await endless).toEqual({ tag: 'failed', message: 'the statement took longer than 300 ms' })
    expect(await waiting).toEqual([[0n]])
    // Half of a transaction must not become one of its own.
    expect(await database.execute(3, 'INSERT INTO t VALUES (2)', [])).toEqual({ tag: 'lost' })
    expect(await rowsOf('SELECT count(*) FROM t', [], 1)).toEqual([[0n]])
  })

  test('with too large a result is refused', async () => {
    const rows =
      'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t LIMIT 100000) SELECT x FROM t'
    await expect(rowsOf(rows)).rejects.toThrow('larger than the 1048576 bytes')
    const empty =
      'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t LIMIT 100000) SELECT NULL FROM t'
    await expect(rowsOf(empty)).rejects.toThrow('larger than the 1048576 bytes')
    await expect(rowsOf('SELECT zeroblob(10000000)')).rejects.toThrow('larger than the 1048576 bytes')
    expect(await rowsOf('SELECT 1')).toEqual([[1n]])
  })

  test('cannot fill the disk', async () => {
    await rowsOf('CREATE TABLE t (x)')
    const fill =
      'INSERT INTO t WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT randomblob(100000) FROM n'
    expect(await database.execute(1, fill, [])).toEqual(
      expect.objectContaining({ tag: expect.stringMatching(/full|failed/) }),
    )
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[0n]])
    const { size } = await stat(join(folder.path, 'data.db'))
    expect(size).toBeLessThanOrEqual(16 * MIB)
  })

  test('cannot fill the memory', { timeout: 20_000 }, async () => {
    const sort =
      'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT randomblob(100000) AS b FROM n ORDER BY b'
    await expect(rowsOf(sort)).rejects.toThrow(/bytes of memory|longer than/)
    expect(await rowsOf('SELECT 1')).toEqual([[1n]])
  })

  test('goes with the request that sent it, if it has not begun', async () => {
    const ended = new AbortController()
    const first = database.execute(1, 'CREATE TABLE t (x)', [])
    const second = database.execute(1, 'INSERT INTO t VALUES (1)', [], ended.signal)
    ended.abort()
    expect((await first).tag).toBe('ok')
    expect(await second).toMatchObject({ tag: 'failed' })
    expect(await rowsOf('SELECT count(*) FROM t')).toEqual([[0n]])
  })
})
