import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changes, contentOf, dependency, everything, write } from '../testing/app-folders.ts'
import { folderOf } from '../testing/fixtures.ts'
import { readAppFolder } from './read-app-folder.ts'
import { type AppRecord, writeAppFolder } from './write-app-folder.ts'

/** Waits until a hidden folder stands beside the one that is written. */
async function untilUnderWay(outer: string): Promise<void> {
  await expect.poll(() => readdir(outer)).toContainEqual(expect.stringMatching(/^\.out-/))
}

describe('while a folder is written again', () => {
  test.each([
    ['a new file', 'mine.txt', /holds mine.txt, which Airlock did not write/],
    ['the manifest', 'spin.toml', /has a spin.toml that was changed/],
  ])('%s that somebody saves in it is kept', async (_, name, message) => {
    const outer = await folderOf(everything)
    const out = await write(join(outer, 'app'), join(outer, 'out'))
    const record = Promise.withResolvers<AppRecord>()
    const writing = write(join(outer, 'app'), out, changes({ record: record.promise }))
    const refused = expect(writing).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringMatching(message),
    })
    await untilUnderWay(outer)
    await writeFile(join(out, name), 'mine')
    const saved = await contentOf(out)
    record.resolve({})
    await refused
    expect(await contentOf(out)).toEqual(saved)
    expect((await readdir(outer)).sort()).toEqual(['app', 'out', 'secret.txt'])
  })

  test.each(['out', 'app'])('an abort changes nothing: %s', async (name) => {
    const outer = await folderOf(everything)
    await write(join(outer, 'app'), join(outer, 'out'))
    const before = await contentOf(outer)
    const record = Promise.withResolvers<AppRecord>()
    const controller = new AbortController()
    const app = await readAppFolder(join(outer, 'app'))
    const all = { ...dependency, record: record.promise }
    const writing = writeAppFolder(app, all, join(outer, name), { signal: controller.signal })
    const refused = expect(writing).rejects.toMatchObject({ code: 'aborted' })
    if (name === 'out') await untilUnderWay(outer)
    controller.abort()
    record.resolve({})
    await refused
    expect(await contentOf(outer)).toEqual(before)
  })
})

test.runIf(process.platform === 'linux')('a place where no folder can be made is refused', async () => {
  const outer = await folderOf(everything)
  await expect(write(join(outer, 'app'), '/proc/airlock/deep/out')).rejects.toMatchObject({
    code: 'output-unwritable',
  })
})

test('a file is written under whatever name it has', async () => {
  const outer = await folderOf(everything)
  const files = Object.fromEntries([['__proto__', Buffer.from('x')]])
  const out = await write(join(outer, 'app'), join(outer, 'out'), changes({ files }))
  expect(await readFile(join(out, '__proto__'), 'utf8')).toBe('x')
})
