import { chmod, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFileAtomic } from './atomic.ts'
import { readComponent, readText } from './read.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a file is replaced as a whole, folders are made', async () => {
  const path = join(folder, 'new', 'deep', 'file')
  await writeFileAtomic(path, 'one')
  expect(await writeFileAtomic(path, new Uint8Array([50]))).toBe(path)
  expect(await readFile(path, 'utf8')).toBe('2')
  expect(await readdir(join(folder, 'new', 'deep'))).toEqual(['file'])
})

test('a folder in the place of the file stays, and nothing is left beside it', async () => {
  await mkdir(join(folder, 'taken'))
  await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toMatchObject({
    code: 'output-unwritable',
    item: join(folder, 'taken'),
  })
  await writeFile(join(folder, 'plain'), '')
  await expect(writeFileAtomic(join(folder, 'plain', 'below'), 'x')).rejects.toMatchObject({
    code: 'output-unwritable',
  })
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test.each([
  ['nothing there', 'absent.wasm', 'input-not-found'],
  ['a folder', '.', 'input-unreadable'],
  ['a part of the path is a file', 'part/x.wasm', 'input-not-found'],
  ['200 MB', 'large.wasm', 'input-too-large'],
])('%s', async (_, name, code) => {
  await writeFile(join(folder, 'part'), '')
  await writeFile(join(folder, 'large.wasm'), '')
  await truncate(join(folder, 'large.wasm'), 200_000_000)
  const path = join(folder, name)
  await expect(readComponent(path)).rejects.toMatchObject({ code, item: path })
})

test('a file without permission, and text that is none', async () => {
  const path = join(folder, 'secret')
  await writeFile(path, new Uint8Array([0xff, 0xfe]))
  await expect(readText(path)).rejects.toMatchObject({ code: 'input-unreadable' })
  await chmod(path, 0)
  if (process.getuid?.() !== 0)
    await expect(readText(path)).rejects.toMatchObject({ code: 'input-unreadable' })
})
