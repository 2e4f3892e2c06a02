import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCache, restoreEntry, storeEntry } from './transpile-cache.ts'

let folder: string
let cache: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  cache = join(folder, 'cache')
  await openCache(cache)
})
afterEach(() => rm(folder, { recursive: true }))

/** Makes an entry with a module of some bytes. */
async function store(name: string, bytes: number, maxBytes?: number): Promise<string> {
  const made = await mkdtemp(join(folder, 'made-'))
  await writeFile(join(made, 'guest.mjs'), Buffer.alloc(bytes, 'x'))
  await writeFile(join(made, 'guest.core.wasm'), '')
  await storeEntry(join(cache, name), made, await readdir(made), maxBytes)
  return join(cache, name)
}

/** Says that an entry was used at a time, in seconds since 1970. */
const use = (entry: string, time: number) => utimes(join(entry, 'manifest.json'), time, time)

/** The files that an entry brings, `undefined` where it is none. */
async function restore(name: string): Promise<readonly string[] | undefined> {
  const target = await mkdtemp(join(folder, 'restored-'))
  const found = await restoreEntry(join(cache, name), target)
  const files = await readdir(target)
  if (!found) expect(files).toEqual([])
  return found ? files.sort() : undefined
}

const files = ['guest.core.wasm', 'guest.mjs']
const entries = async () => (await readdir(cache)).sort()

describe('an entry', () => {
  test('brings what was stored', async () => {
    expect(await restore('a')).toBeUndefined()
    await store('a', 9)
    expect(await restore('a')).toEqual(files)
  })

  test('stays where another run was first', async () => {
    const entry = await store('a', 9)
    await store('a', 10)
    expect(await readFile(join(entry, 'guest.mjs'), 'utf8')).toBe('x'.repeat(9))
    expect(await entries()).toEqual(['a'])
  })

  test('holds nothing but what a transpiler writes', async () => {
    const made = await mkdtemp(join(folder, 'made-'))
    await writeFile(join(made, 'passwd'), '')
    await expect(storeEntry(join(cache, 'a'), made, await readdir(made))).rejects.toThrow()
    expect(await entries()).toEqual([])
  })

  test.each<[string, (entry: string) => Promise<void>]>([
    ['a file is shorter', (entry) => writeFile(join(entry, 'guest.mjs'), 'x')],
    ['a file is another', (entry) => writeFile(join(entry, 'guest.mjs'), 'xxxxxxxxy')],
    ['a file is missing', (entry) => rm(join(entry, 'guest.core.wasm'))],
    ['the manifest is missing', (entry) => rm(join(entry, 'manifest.json'))],
    ['the manifest is cut off', (entry) => writeFile(join(entry, 'manifest.json'), '{')],
    [
      'the manifest leads out',
      (entry) =>
        writeFile(
          join(entry, 'manifest.json'),
          JSON.stringify({ files: { '../../x': { bytes: 0, sha256: '0'.repeat(64) } } }),
        ),
    ],
  ])('is removed where %s', async (_, damage) => {
    await damage(await store('a', 9))
    expect(await restore('a')).toBeUndefined()
    expect(await entries()).toEqual([])
    await store('a', 9)
    expect(await restore('a')).toEqual(files)
  })
})

describe('room is made', () => {
  test('of what was not used for the longest time', async () => {
    await use(await store('a', 40, 100), 1000)
    await use(await store('b', 40, 100), 2000)
    await use(await store('c', 20, 100), 3000)
    expect(await restore('a')).toEqual(files)
    await store('d', 40, 100)
    expect(await entries()).toEqual(['a', 'c', 'd'])
  })

  test('of what is damaged', async () => {
    await mkdir(join(cache, 'half'))
    await writeFile(join(cache, 'stray'), '')
    await store('a', 9)
    expect(await entries()).toEqual(['a'])
  })

  test('of what was left behind, once it is old', async () => {
    for (const name of ['.new-old', '.new-young']) await mkdir(join(cache, name))
    await utimes(join(cache, '.new-old'), 0, 0)
    await store('a', 9)
    expect(await entries()).toEqual(['.new-young', 'a'])
  })
})
