import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, type TestFolder } from '../test-support/spin-folder.ts'
import { createExclusion } from './match-files.ts'
import type { SpinComponent } from './spin-app.ts'
import { findFiles, stageFiles } from './stage-files.ts'

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

async function matching(pattern: string): Promise<string[]> {
  const found = await findFiles(app, { id: 'web', files: [pattern], excludeFiles: [] })
  return [...found.keys()].sort()
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

  test('are found by patterns as Spin reads them', async () => {
    await mkdir(join(app, '.h/deep'), { recursive: true })
    for (const name of ['.h/x', '.h/deep/y', '{a,b}', '[c]', 'images/é.png', 'my-file(1)+$.txt', 'b\\c.txt'])
      await writeFile(join(app, name), '')
    await symlink('.', join(app, 'images/again'))
    expect(await matching('*')).toEqual(['.hidden', '[c]', 'a.txt', 'b\\c.txt', 'my-file(1)+$.txt', '{a,b}'])
    expect(await matching('my-*(1)+$.t[w-yx-]t')).toEqual(['my-file(1)+$.txt'])
    expect(await matching('b\\c.*')).toEqual(['b\\c.txt'])
    expect(await matching('.h/**/*')).toEqual(['.h/deep/y', '.h/x'])
    expect(await matching('**/y*')).toEqual(['.h/deep/y', 'images/deep/y.png'])
    expect(await matching('images/?.png')).toEqual(['images/x.png', 'images/é.png'])
    expect(await matching('images/[!x]*')).toEqual(['images/z.txt', 'images/é.png'])
    expect(await matching('*/[w-y].png')).toEqual(['images/x.png'])
    expect(await matching('{a,*}')).toEqual(['{a,b}'])
    expect(await matching('[[]c]')).toEqual(['[c]'])
    expect(await matching('[z-a]*')).toEqual([])
    expect(await matching('images/again/*.txt')).toEqual(['images/again/z.txt'])
    expect(await matching('**/**/**/a.txt')).toEqual(['a.txt'])
  })

  test('are left out where they are excluded', async () => {
    expect(await stage(['images', 'a.txt'], ['**/*.txt', 'images/deep/*'])).toEqual(['images/x.png'])
    expect(
      ['*.png', '**/*.png', 'images/**', 'images/*', '?mages/x.png'].filter((each) =>
        createExclusion([each])('images/x.png'),
      ),
    ).toHaveLength(5)
    expect(
      ['x.png', 'images', '*.jpg', 'images/', 'images.x.png'].some((each) =>
        createExclusion([each])('images/x.png'),
      ),
    ).toBe(false)
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
