import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DescriptorTable, type Entry } from './table.ts'

let folder: string
let table: DescriptorTable
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-table-'))
  table = new DescriptorTable([], { maxOpenFiles: 2, maxWriteBytes: 0 })
})
afterEach(async () => {
  await table.closeAll()
  await rm(folder, { recursive: true })
})

async function openFolder() {
  const made = table.open(async (): Promise<Entry> => {
    const handle = await open(folder)
    return { handle, type: 'directory', read: true, write: false, writable: false, knownSize: 0 }
  })
  const { fd, entry } = await made
  return { fd, handle: entry.handle }
}

/** An operation that is under way until it is let go. */
function begin() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const ended = table.during(() => promise)
  return async () => {
    resolve()
    await ended
  }
}

test('what is dropped while another operation is under way keeps its number until that ends', async () => {
  const { fd, handle } = await openFolder()
  const end = begin()
  await table.during(() => table.close([fd]))
  expect(() => table.get(fd)).toThrow('bad-descriptor')
  expect(handle.fd).toBeGreaterThan(0)
  await end()
  expect(handle.fd).toBe(-1)
})

test('so does all of a call that ends', async () => {
  const { handle } = await openFolder()
  const end = begin()
  await table.closeAll()
  expect(handle.fd).toBeGreaterThan(0)
  await end()
  expect(handle.fd).toBe(-1)
})

test('what is not closed yet counts as open', async () => {
  const first = await openFolder()
  await openFolder()
  const end = begin()
  await table.during(() => table.close([first.fd]))
  await expect(openFolder()).rejects.toMatchObject({ code: 'insufficient-memory' })
  await end()
  expect((await openFolder()).fd).toBe(2)
})
