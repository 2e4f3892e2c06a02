import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, type TestFolder } from '../../test-support/spin-folder.ts'
import { Database } from '../sqlite/database.ts'
import { createKeyValueHandlers } from './broker.ts'
import { KeyValueStores, keyValueSchema } from './store.ts'

const MIB = 1024 * 1024
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
    maxBytes: 3 * MIB,
    maxResultBytes: MIB,
    schema: keyValueSchema,
  })
})
afterEach(async () => {
  await database.close()
  await folder[Symbol.asyncDispose]()
})

async function ask(operation: string, args: unknown, payload = new Uint8Array()) {
  const granted = new Map([['default', new KeyValueStores(database)]])
  const handlers = new Map(createKeyValueHandlers(granted, (text) => void lines.push(text)))
  const handle = handlers.get(operation)
  if (handle === undefined) throw new Error(operation)
  return await handle(args, { payload, signal: new AbortController().signal } as never)
}

const encode = (text: string) => new TextEncoder().encode(text)
const store = 'default'

test('values go beside the message', async () => {
  const entries = [
    { key: 'a', length: 2 },
    { key: 'b', length: 0 },
  ]
  await ask('key-value.set', { store, entries }, encode('xy'))
  const { answer, payload } = await ask('key-value.get', { store, keys: ['b', 'c', 'a'] })
  expect(answer).toEqual({ tag: 'ok', lengths: [0, null, 2] })
  expect(new TextDecoder().decode(payload)).toBe('xy')
})

describe('refused', () => {
  test.each([
    ['open', {}],
    ['get', { keys: ['a'] }],
    ['set', { entries: [] }],
    ['delete', { keys: ['a'] }],
    ['exists', { key: 'a' }],
    ['keys', {}],
    ['increment', { key: 'a', delta: '1' }],
    ['swap', { key: 'a', expected: null }],
  ])('%s of a store that is not granted', async (operation, args) => {
    for (const name of ['other', '__proto__', '']) {
      const { answer } = await ask(`key-value.${operation}`, { ...args, store: name })
      expect(answer).toEqual({ tag: 'access-denied' })
    }
    expect(lines[0]).toContain('add it to key_value_stores of the component in spin.toml')
  })

  test.each([
    ['key-value.set', { store, entries: [{ key: 'a', length: 5 }] }],
    ['key-value.set', { store, entries: [{ key: 'a', length: -1 }] }],
    ['key-value.set', { store, entries: [{ key: 'ü'.repeat(4000), length: 1 }] }],
    ['key-value.set', { store, entries: Array(2000).fill({ key: 'a', length: 0 }) }],
    ['key-value.get', { store, keys: Array(2000).fill('a') }],
    ['key-value.increment', { store, key: 'a', delta: '1.5' }],
    ['key-value.get', { store, keys: ['a'], more: 1 }],
  ])('%s with a message that is none', async (operation, args) => {
    await expect(ask(operation, args, encode('x'))).rejects.toThrow()
  })

  test('values above the limit, whatever the worker lets through', async () => {
    const entries = [{ key: 'a', length: MIB + 1 }]
    await expect(ask('key-value.set', { store, entries }, new Uint8Array(MIB + 1))).rejects.toThrow(
      'a value above',
    )
  })

  test('more than there is room for, or than one answer may hold', async () => {
    const large = new Uint8Array(MIB)
    const set = (key: string) => ask('key-value.set', { store, entries: [{ key, length: MIB }] }, large)
    await set('a')
    await set('b')
    expect((await set('c')).answer).toEqual({ tag: 'other', message: 'the stores are full' })
    expect((await ask('key-value.exists', { store, key: 'c' })).answer).toMatchObject({ exists: false })
    await ask('key-value.delete', { store, keys: ['a'] })
    expect((await set('c')).answer).toEqual({ tag: 'ok' })
    const keys = Array(5).fill('c')
    expect((await ask('key-value.get', { store, keys })).answer).toMatchObject({ tag: 'other' })
  })
})

test('numbers stay within 64 bits', async () => {
  const add = async (delta: bigint) =>
    (await ask('key-value.increment', { store, key: 'n', delta: delta.toString() })).answer
  expect(await add(2n ** 63n - 1n)).toEqual({ tag: 'ok', value: '9223372036854775807' })
  expect(await add(1n)).toMatchObject({ tag: 'other', message: expect.stringContaining('64 bits') })
  expect(await add(-(2n ** 63n))).toEqual({ tag: 'ok', value: '-1' })
  const { payload } = await ask('key-value.get', { store, keys: ['n'] })
  expect([...(payload ?? [])]).toEqual(Array(8).fill(255))
})
