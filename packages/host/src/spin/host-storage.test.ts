import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import { readSpinApp } from '../manifest/read-spin-app.ts'
import { folderOf, manifestText, type TestFolder } from '../test-support/spin-folder.ts'
import { createSpinHost } from './spin-host.ts'
import { openSpinStorage } from './storage.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes)

let folder: TestFolder
beforeAll(async () => {
  folder = await folderOf({
    'spin.toml': manifestText(
      'key_value_stores = ["default"]',
      'sqlite_databases = ["default"]',
      'allowed_outbound_hosts = ["https://pause.test"]',
    ),
  })
  const script = fileURLToPath(new URL('../test-support/build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, join(folder.path, 'web.wasm'), 'spin-probe'])
}, 60_000)
afterAll(() => folder[Symbol.asyncDispose]())

test('a storage is put back between two requests, and under one', { timeout: 60_000 }, async () => {
  const app = await readSpinApp(folder.path)
  await using storage = await openSpinStorage(app)
  const [store, database] = [storage.store('default'), storage.database('default')]
  await store.set('a', encode('prepared'))
  await database.execute('CREATE TABLE t (x)')
  await database.execute('INSERT INTO t VALUES (?)', [1])
  const prepared = await storage.snapshot()
  let pause = async (): Promise<void> => {}
  const host = await createSpinHost(app, {
    llm: createEchoLlm(),
    workers: 1,
    storage,
    fetchOutbound: async () => {
      await pause()
      return { status: 204, headers: [], body: new Uint8Array() }
    },
  })
  const run = async (...steps: readonly (readonly unknown[])[]): Promise<unknown[]> => {
    const body = encode(JSON.stringify(steps))
    const response = await host.handle({ method: 'POST', path: '/', headers: [], body })
    return JSON.parse(decode(await response.body.bytes()) ?? '').results
  }
  const look = [
    ['store', 'default'],
    ['get', 'a'],
    ['connection', 'default'],
    ['sql', 'SELECT x FROM t'],
  ]
  const untouched = [
    { ok: null },
    { ok: 'prepared' },
    { ok: null },
    { ok: { columns: ['x'], rows: [['1']] } },
  ]
  try {
    expect(await run(...look)).toEqual(untouched)
    await run(['store', 'default'], ['set', 'a', 'other'], ['connection', 'default'], ['sql', 'DROP TABLE t'])
    expect(decode(await store.get('a'))).toBe('other')
    await storage.restore(prepared)
    expect(await run(...look)).toEqual(untouched)

    pause = () => storage.restore(prepared)
    const results = await run(
      ['connection', 'default'],
      ['connection', 'default', 'second'],
      ['sql', 'SELECT x FROM t', [], 'second'],
      ['sql', 'BEGIN IMMEDIATE'],
      ['sql', 'INSERT INTO t VALUES (2)'],
      ['fetch', 'https://pause.test/'],
      ['sql', 'COMMIT'],
      ['sql', 'SELECT x FROM t', [], 'second'],
      ['sql', 'INSERT INTO t VALUES (3)', [], 'second'],
    )
    expect(results.slice(5)).toEqual([
      { ok: { status: 204, body: '' } },
      { err: { tag: 'invalid-connection' } },
      { ok: { columns: ['x'], rows: [['1']] } },
      { ok: { columns: [], rows: [] } },
    ])
    expect((await database.execute('SELECT x FROM t')).rows).toEqual([[1], [3]])

    await storage.restore()
    expect((await run(...look)).slice(1)).toEqual([
      { ok: null },
      { ok: null },
      { err: { tag: 'io', val: 'no such table: t' } },
    ])
  } finally {
    await host.close()
  }
  // Whoever opened it closes it.
  await storage.restore(prepared)
  expect(decode(await store.get('a'))).toBe('prepared')
})
