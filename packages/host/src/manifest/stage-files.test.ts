import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, type TestFolder } from '../test-support/spin-folder.ts'
import type { SpinComponent } from './spin-app.ts'
import { stageFiles } from './stage-files.ts'

let folder: TestFolder
let app: string
beforeEach(async () => {
  folder = await folderOf({
    'app/a.txt': 'a',
    'app/.hidden': 'h',
    'app/images/x.png': 'x',
    'app/images/deep/y.png': 'y',
    'app/images/z.txt': 'z',
    'secret.txt': 'secret',
  })
  app = join(folder.path, 'app')
  await mkdir(join(folder.path, 'to'))
})
afterEach(() => folder[Symbol.asyncDispose]())

async function stage(files: SpinComponent['files'], excludeFiles: readonly string[] = []): Promise<string[]> {
  const component: SpinComponent = {
    id: 'web',
    component: new Uint8Array(),
    variables: {},
    environment: {},
    files,
    excludeFiles,
    keyValueStores: [],
    sqliteDatabases: [],
    aiModels: [],
    allowedOutboundHosts: [],
  }
  const to = join(folder.path, 'to')
  const count = await stageFiles(app, component, to)
  const found = (await readdir(to, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  expect(found).toHaveLength(count)
  return found.map(({ parentPath, name }) => join(parentPath, name).slice(to.length + 1)).sort()
}

describe('files', () => {
  test.each([
    [['a.txt'], ['a.txt']],
    [['images'], ['images/deep/y.png', 'images/x.png', 'images/z.txt']],
    [['images/*'], ['images/x.png', 'images/z.txt']],
    [['images/**/*.png'], ['images/deep/y.png', 'images/x.png']],
    [
      [{ source: 'images', destination: '/static/i' }],
      ['static/i/deep/y.png', 'static/i/x.png', 'static/i/z.txt'],
    ],
    [[{ source: 'images/deep', destination: '/' }], ['y.png']],
    [[{ source: 'a.txt', destination: 'b/c.txt' }], ['b/c.txt']],
    [['nothing/*'], []],
    [['**'], ['.hidden', 'a.txt', 'images/deep/y.png', 'images/x.png', 'images/z.txt']],
    [['.'], ['.hidden', 'a.txt', 'images/deep/y.png', 'images/x.png', 'images/z.txt']],
    [
      [{ source: './', destination: '/all' }],
      ['all/.hidden', 'all/a.txt', 'all/images/deep/y.png', 'all/images/x.png', 'all/images/z.txt'],
    ],
  ])('%j', async (files, expected) => {
    expect(await stage(files)).toEqual(expected)
  })

  test('are left out where they are excluded', async () => {
    expect(await stage(['images', 'a.txt'], ['**/*.txt', 'images/deep/*'])).toEqual(['images/x.png'])
  })

  test('behind links that stay inside', async () => {
    await symlink('images', join(app, 'pictures'))
    expect(await stage([{ source: 'pictures', destination: '/p' }, 'pictures/x.png'])).toContain(
      'pictures/x.png',
    )
    expect(await readFile(join(folder.path, 'to/pictures/x.png'), 'utf8')).toBe('x')
  })
})

describe('refused', () => {
  test.each([
    [['../secret.txt'], 'manifest-invalid'],
    [['/etc/passwd'], 'manifest-invalid'],
    [['../*'], 'manifest-invalid'],
    [['images/../../secret.txt'], 'manifest-invalid'],
    [[{ source: '..', destination: '/' }], 'manifest-invalid'],
    [[{ source: 'a.txt', destination: '../../x' }], 'manifest-invalid'],
    [[{ source: 'none', destination: '/' }], 'input-not-found'],
    [['none.txt'], 'input-not-found'],
  ])('%j', async (files, code) => {
    await expect(stage(files)).rejects.toMatchObject({ code })
  })

  test('links that lead out, by name, by pattern and in a folder', async () => {
    await symlink('../../secret.txt', join(app, 'images/link.txt'))
    for (const files of [
      ['images/link.txt'],
      ['images/*'],
      ['images'],
      [{ source: 'images', destination: '/' }],
    ]) {
      await expect(stage(files)).rejects.toMatchObject({ code: 'manifest-invalid' })
    }
  })

  test('too much', async () => {
    await writeFile(join(app, 'large'), '')
    await truncate(join(app, 'large'), 256 * 1024 * 1024 + 1)
    await expect(stage(['large'])).rejects.toMatchObject({ code: 'input-too-large', item: 'web' })
  })
})
