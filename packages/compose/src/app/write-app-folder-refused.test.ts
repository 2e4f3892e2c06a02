import { mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { changes, contentOf, everything, expectRefused, marker, write } from '../testing/app-folders.ts'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import { readAppFolder } from './read-app-folder.ts'
import { writeAppFolder } from './write-app-folder.ts'

describe('another folder is refused', () => {
  test.each([
    '"**/*"',
    '"**"',
    '"build"',
    '"./build/"',
    '"build/**/*.wasm"',
    '"*/*/*"',
    '{ source = "build", destination = "/" }',
  ])('inside of the application where the files %s cover it', async (pattern) => {
    const outer = await folderOf({
      'app/spin.toml': manifestText(`files = [${pattern}]`),
      'app/web.wasm': 'web',
      'app/build/x.txt': 'x',
    })
    await expectRefused(outer, ['app', 'app/build/out'], { code: 'output-unwritable' })
  })

  test('where it holds the application, or what the application uses', async () => {
    const outer = await folderOf({
      'app/spin.toml': manifestText().replace('web.wasm', 'build/web.wasm'),
      'app/build/web.wasm': 'web',
    })
    await expectRefused(outer, ['app', '.'], { code: 'output-unwritable' })
    await expectRefused(outer, ['app', 'app/build'], { code: 'output-unwritable' })
    const own = JSON.stringify({ generator: 'airlock', files: ['app/spin.toml', 'app/build/web.wasm'] })
    await writeFile(join(outer, marker), own)
    await expectRefused(outer, ['app', '.'], {
      code: 'output-unwritable',
      message: expect.stringContaining('holds the application itself'),
    })
  })

  test.each<[string, (out: string) => Promise<unknown>]>([
    ['with a file of somebody', (out) => writeFile(join(out, 'mine'), '')],
    ['with a file of somebody below', (out) => writeFile(join(out, 'static/mine'), '')],
    ['with a folder of somebody', (out) => mkdir(join(out, 'static/mine'))],
    ['with a link', (out) => symlink('/', join(out, 'mine'))],
    [
      'with a link in the place of a file',
      async (out) => {
        await rm(join(out, 'a.txt'))
        await symlink('../secret.txt', join(out, 'a.txt'))
      },
    ],
    ['without its marker', (out) => rm(join(out, marker))],
    ['with a marker that is none', (out) => writeFile(join(out, marker), '{"generator":"airlock"}')],
  ])('that is not ours alone: %s', async (_, spoil) => {
    const outer = await folderOf(everything)
    await spoil(await write(join(outer, 'app'), join(outer, 'out')))
    await expectRefused(outer, ['app', 'out'], { code: 'output-unwritable' })
  })

  test('that is a file, a link, or below a file', async () => {
    const outer = await folderOf(everything)
    await mkdir(join(outer, 'empty'))
    await symlink('empty', join(outer, 'link'))
    await symlink('nowhere', join(outer, 'dangling'))
    for (const out of ['secret.txt', 'secret.txt/x/y', 'link', 'dangling']) {
      await expectRefused(outer, ['app', out], { code: 'output-unwritable' })
    }
  })

  test.each<[string, Record<string, unknown>]>([
    ['source = "../secret.txt"', { code: 'manifest-invalid', item: '../secret.txt' }],
    ['source = "../app/web.wasm"', { code: 'manifest-invalid', item: '../app/web.wasm' }],
    ['source = "/etc/passwd"', { code: 'manifest-invalid', item: '/etc/passwd' }],
    ['source = "out"', { code: 'manifest-invalid', item: 'out' }],
    ['source = "outer/secret.txt"', { code: 'manifest-invalid', item: 'outer/secret.txt' }],
    ['source = "pipe"', { code: 'input-unreadable', item: 'pipe' }],
    ['source = "static"', { code: 'input-unreadable', item: 'static' }],
    ['source = "none.wasm"', { code: 'input-not-found', item: 'none.wasm' }],
    ['source = "large"', { code: 'input-too-large', item: 'large' }],
    ['source = "x.wasm"\nfiles = ["../*"]', { code: 'manifest-invalid' }],
    ['source = "x.wasm"\nfiles = ["out"]', { code: 'manifest-invalid' }],
    ['source = "x.wasm"\nfiles = ["*"]', { code: 'manifest-invalid' }],
    ['source = "x.wasm"\nfiles = ["none"]', { code: 'input-not-found' }],
    ['source = "x.wasm"\nfiles = ["pipe"]', { code: 'input-not-found' }],
    ['source = "x.wasm"\nfiles = ["larger"]', { code: 'input-too-large' }],
    ['source = "x.wasm"\ndependencies."a:b".path = "../secret.txt"', { code: 'manifest-invalid' }],
    ['source = "x.wasm"\ndependencies."a:b".path = "none"', { code: 'input-not-found', item: 'none' }],
    ['source = "x.wasm"\nprofile.x.source = "../secret.txt"', { code: 'manifest-invalid' }],
  ])('for an application with %j', async (lines, expected) => {
    const outer = await folderOf({
      'app/spin.toml': manifestText('[component.bad]', lines),
      'app/web.wasm': 'web',
      'app/x.wasm': 'x',
      'app/static/z.txt': 'z',
      'secret.txt': 'secret',
    })
    await symlink('../secret.txt', join(outer, 'app/out'))
    await symlink('..', join(outer, 'app/outer'))
    await execa('mkfifo', [join(outer, 'app/pipe')])
    for (const [name, size] of Object.entries({ large: 2 ** 27 + 1, larger: 2 ** 28 + 1 })) {
      await writeFile(join(outer, 'app', name), '')
      await truncate(join(outer, 'app', name), size)
    }
    const app = await readAppFolder(join(outer, 'app'))
    await expect(writeAppFolder(app, changes(), join(outer, 'new/out'))).rejects.toMatchObject(expected)
    expect((await readdir(outer)).sort()).toEqual(['app', 'secret.txt'])
  })

  test('when the caller aborts', async () => {
    const outer = await folderOf(everything)
    const app = await readAppFolder(join(outer, 'app'))
    const before = await contentOf(outer)
    const signal = AbortSignal.abort()
    await expect(writeAppFolder(app, changes(), join(outer, 'new/out'), { signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(await contentOf(outer)).toEqual(before)
  })

  test('for changes that cannot be meant', async () => {
    const outer = await folderOf(everything)
    for (const path of ['../x', '/x', 'a/../b', './a', '', 'spin.toml', marker]) {
      const what = changes({ files: { [path]: Buffer.from('x') } })
      await expectRefused(
        outer,
        ['app', 'out'],
        { code: expect.stringMatching(/internal|manifest-invalid/) },
        what,
      )
    }
    const what = changes({ files: { 'a.txt/x': Buffer.from('x') } })
    await expectRefused(outer, ['app', 'new/out'], { code: 'output-unwritable' }, what)
  })
})
