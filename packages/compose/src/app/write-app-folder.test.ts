import { chmod, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  changes,
  contentOf,
  dependency,
  everything,
  expectRefused,
  filesOf,
  marker,
  write,
} from '../testing/app-folders.ts'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import { readAppFolder } from './read-app-folder.ts'
import { writeAppFolder } from './write-app-folder.ts'

const isRoot = process.getuid?.() === 0

describe('another folder', () => {
  test('gets what the manifest refers to, and nothing else', async () => {
    const outer = await folderOf(everything)
    const out = join(outer, 'deep/out')
    const path = await write(join(outer, 'app'), out, {
      ...changes({ files: { 'web.wasm': Buffer.from('new') } }),
      record: { connections: ['x'], generator: 'somebody else' },
    })
    expect(path).toBe(out)
    const files = [
      'a.txt',
      'd.wasm',
      'debug.wasm',
      'images/deep/x.png',
      'inline.wasm',
      'spin.toml',
      'static/.well-known/x',
      'static/z.txt',
      'target/idle.wasm',
      'trigger.wasm',
      'web.wasm',
    ]
    expect(await filesOf(out)).toEqual([marker, ...files])
    expect(await contentOf(out)).toMatchObject({ deps: 'folder', empty: 'folder' })
    expect(await readFile(join(out, 'web.wasm'), 'utf8')).toBe('new')
    expect(await readFile(join(out, 'spin.toml'))).toEqual(await readFile(join(outer, 'app/spin.toml')))
    expect(JSON.parse(await readFile(join(out, marker), 'utf8'))).toMatchObject({
      generator: 'airlock',
      files,
      connections: ['x'],
    })
    expect(await readdir(join(outer, 'deep'))).toEqual(['out'])
    expect(await readFile(join(out, marker), 'utf8')).not.toContain(outer)
  })

  test('can be written again, and from itself', async () => {
    const outer = await folderOf(everything)
    const out = await write(join(outer, 'app'), join(outer, 'out'))
    const first = await contentOf(out)
    await write(join(outer, 'app'), out)
    expect(await contentOf(out)).toEqual(first)
    expect(await contentOf(await write(out, join(outer, 'copy')))).toEqual(first)
    await rm(join(outer, 'app/images'), { recursive: true })
    await write(join(outer, 'app'), out)
    expect(await filesOf(out)).not.toContain('images/deep/x.png')
  })

  test('has the edited manifest, under the name that Spin looks for', async () => {
    const outer = await folderOf({ 'app/other.toml': manifestText('# end'), 'app/web.wasm': 'web' })
    const out = await write(join(outer, 'app/other.toml'), join(outer, 'out'), dependency)
    expect(await filesOf(out)).toEqual([marker, 'dependencies/x.wasm', 'spin.toml', 'web.wasm'])
    expect(await readFile(join(out, 'spin.toml'), 'utf8')).toBe(
      `${manifestText('# end')}`.replace(
        '# end\n',
        '# end\n\n[component.web.dependencies]\n"a:b" = { path = "dependencies/x.wasm" }\n',
      ),
    )
  })

  test('has files in the place of links that stay inside', async () => {
    const outer = await folderOf({
      'app/spin.toml': manifestText('files = ["link.txt", { source = "pictures", destination = "/" }]'),
      'app/target/web.wasm': 'web',
      'app/real/x.png': 'x',
      'app/b.txt': 'b',
    })
    await symlink('target/web.wasm', join(outer, 'app/web.wasm'))
    await symlink('real', join(outer, 'app/pictures'))
    await symlink('b.txt', join(outer, 'app/link.txt'))
    const out = await write(join(outer, 'app'), join(outer, 'out'))
    expect(await filesOf(out)).toEqual([marker, 'link.txt', 'pictures/x.png', 'spin.toml', 'web.wasm'])
    expect(Object.values(await contentOf(out)).some((what) => what.startsWith('->'))).toBe(false)
  })

  test('keeps names apart that differ in case only, where the file system does', async () => {
    const outer = await folderOf({
      'app/spin.toml': manifestText('files = ["A.txt", "a.txt"]'),
      'app/web.wasm': 'web',
      'app/A.txt': 'A',
      'app/a.txt': 'a',
    })
    const out = await write(join(outer, 'app'), join(outer, 'out'), {
      ...changes({ files: { 'Web.wasm': Buffer.from('new') } }),
    })
    const same = (await readdir(join(outer, 'app'))).length === 3
    if (!same) expect(await readFile(join(out, 'A.txt'), 'utf8')).toBe('A')
    if (!same) expect(await readFile(join(out, 'web.wasm'), 'utf8')).toBe('web')
  })

  test('may be inside of the application, where no files cover it', async () => {
    const files = { 'spin.toml': manifestText('files = ["static/**"]'), 'web.wasm': 'web', 'static/a': 'a' }
    const folder = await folderOf(files)
    for (let times = 0; times < 2; times += 1) await write(folder, join(folder, 'build/out'))
    expect(await filesOf(join(folder, 'build/out'))).toEqual([marker, 'spin.toml', 'static/a', 'web.wasm'])
  })
})

describe('where nothing can be written', () => {
  test.skipIf(isRoot)('for want of permission', async () => {
    const outer = await folderOf({ ...everything, 'closed/x': '' })
    await chmod(join(outer, 'closed'), 0o500)
    await expectRefused(outer, ['app', 'closed/out'], { code: 'output-unwritable' })
    await chmod(join(outer, 'app'), 0o500)
    await expectRefused(outer, ['app', 'app'], { code: 'output-unwritable' }, dependency)
    await chmod(join(outer, 'app'), 0o700)
    await chmod(join(outer, 'app/web.wasm'), 0o000)
    const app = await readAppFolder(join(outer, 'app'))
    await expect(writeAppFolder(app, changes(), join(outer, 'out'))).rejects.toMatchObject({
      code: 'input-unreadable',
      item: 'web.wasm',
    })
    await chmod(join(outer, 'app/web.wasm'), 0o600)
  })

  test('for want of space', async ({ skip }) => {
    const outer = await folderOf({ ...everything, 'small/x': '' })
    const small = join(outer, 'small')
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', small], { reject: false })
    if (mounted.exitCode !== 0) skip('only where a file system can be mounted')
    onTestFinished(async () => {
      await execa('umount', [small])
    })
    const large = new Uint8Array(2 ** 21)
    await expectRefused(
      outer,
      ['app', 'small/new/out'],
      { code: 'output-unwritable', message: expect.stringContaining('ENOSPC') },
      changes({ files: { 'web.wasm': large } }),
    )
    await writeFile(join(outer, 'app/a.txt'), large)
    await expectRefused(outer, ['app', 'small/out'], { code: 'output-unwritable' })
    await writeFile(join(outer, 'app/a.txt'), '')
    await write(join(outer, 'app'), join(small, 'out'))
    await expectRefused(
      outer,
      ['small/out', 'small/out'],
      { code: 'output-unwritable' },
      { ...dependency, files: { 'dependencies/first.wasm': Buffer.from('1'), 'dependencies/x.wasm': large } },
    )
  })
})
