import { writeFileSync } from 'node:fs'
import { chmod, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  changes,
  contentOf,
  dependency,
  everything,
  expectRefused,
  marker,
  write,
} from '../testing/app-folders.ts'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import { readAppFolder } from './read-app-folder.ts'
import { writeAppFolder } from './write-app-folder.ts'

describe('its own folder', () => {
  test('gets new files and the edited manifest; all else stays, and the marker says what is ours', async () => {
    const outer = await folderOf(everything)
    const folder = join(outer, 'app')
    await chmod(join(folder, 'spin.toml'), 0o640)
    await symlink('app', join(outer, 'link'))
    const before = await contentOf(outer)
    expect(await write(folder, join(outer, 'link'), dependency)).toBe(folder)
    const { 'app/spin.toml': _, ...rest } = before
    const after = await contentOf(outer)
    expect(after).toMatchObject(rest)
    expect(
      Object.keys(after)
        .filter((name) => !(name in before))
        .sort(),
    ).toEqual([`app/${marker}`, 'app/dependencies', 'app/dependencies/x.wasm'])
    expect(JSON.parse(await readFile(join(folder, marker), 'utf8'))).toMatchObject({
      files: ['dependencies/x.wasm'],
      mode: 'spin-dependencies',
    })
    expect((await readAppFolder(folder)).manifest.component?.web?.dependencies).toMatchObject({
      'a:b': { path: 'dependencies/x.wasm' },
      'a:c': '1.0.0',
    })
    await write(folder, folder, { ...dependency, files: { 'dependencies/x.wasm': Buffer.from('again') } })
    expect(await readFile(join(folder, 'dependencies/x.wasm'), 'utf8')).toBe('again')
    await write(folder, folder, { ...changes(), files: { 'dependencies/y.wasm': Buffer.from('y') } })
    expect(JSON.parse(await readFile(join(folder, marker), 'utf8'))).toMatchObject({
      files: ['dependencies/x.wasm', 'dependencies/y.wasm'],
    })
  })

  test('keeps the name of the manifest, and a link to it', async () => {
    const folder = await folderOf({ 'real/a.toml': manifestText(), 'web.wasm': 'web' })
    await symlink('real/a.toml', join(folder, 'app.toml'))
    expect(await write(join(folder, 'app.toml'), folder, dependency)).toBe(join(folder, 'app.toml'))
    expect(await readlink(join(folder, 'app.toml'))).toBe('real/a.toml')
    expect(await readFile(join(folder, 'real/a.toml'), 'utf8')).toContain('dependencies/x.wasm')
  })

  test.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      'a file that we did not write',
      (folder) => writeFile(join(folder, 'dependencies/x.wasm'), ''),
      'x.wasm',
    ],
    ['a folder of that name', (folder) => mkdir(join(folder, 'dependencies/x.wasm')), 'x.wasm'],
    ['a link of that name', (folder) => symlink('/nowhere', join(folder, 'dependencies/x.wasm')), 'x.wasm'],
    [
      'a folder behind a link that leads out',
      async (folder) => {
        await rm(join(folder, 'dependencies'), { recursive: true })
        await symlink('../outside', join(folder, 'dependencies'))
      },
      'leads out',
    ],
    ['a marker that is not ours', (folder) => writeFile(join(folder, marker), 'mine'), marker],
    ['a marker that is a link', (folder) => symlink('../secret.txt', join(folder, marker)), marker],
    [
      'a manifest that somebody has changed meanwhile',
      (folder) => writeFile(join(folder, 'spin.toml'), manifestText('# mine')),
      'when it was read',
    ],
  ])('is left alone with %s', async (_, spoil, message) => {
    const outer = await folderOf({ ...everything, 'app/dependencies/other': '', 'outside/x': '' })
    const app = await readAppFolder(join(outer, 'app'))
    await spoil(app.folder)
    const before = await contentOf(outer)
    await expect(writeAppFolder(app, dependency, app.folder)).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringContaining(message),
    })
    expect(await contentOf(outer)).toEqual(before)
  })

  test('keeps what an editor saves while the files are written', async () => {
    const outer = await folderOf(everything)
    const folder = join(outer, 'app')
    const saved = manifestText('# mine')
    const files = {
      get 'dependencies/x.wasm'() {
        writeFileSync(join(folder, 'spin.toml'), saved)
        return Buffer.from('x')
      },
    }
    const before = await contentOf(outer)
    await expect(write(folder, folder, { ...dependency, files })).rejects.toMatchObject({
      code: 'output-unwritable',
      hint: 'Run the command again.',
    })
    expect(await readFile(join(folder, 'spin.toml'), 'utf8')).toBe(saved)
    expect({ ...(await contentOf(outer)), 'app/spin.toml': '' }).toEqual({ ...before, 'app/spin.toml': '' })
  })

  test('never loses the source of a component, not even one that we wrote', async () => {
    const outer = await folderOf(everything)
    const out = await write(join(outer, 'app'), join(outer, 'out'))
    await symlink('web.wasm', join(out, 'alias.wasm'))
    for (const path of ['web.wasm', 'inline.wasm', 'target/idle.wasm']) {
      const what = changes({ files: { [path]: Buffer.from('x') } })
      await expectRefused(outer, ['out', 'out'], { code: 'output-unwritable' }, what)
    }
  })

  test('is as it was where the manifest cannot be put into its place', async ({ skip }) => {
    const outer = await folderOf(everything)
    const folder = join(outer, 'app')
    await write(folder, folder, dependency)
    const manifest = join(folder, 'spin.toml')
    const mounted = await execa('mount', ['--bind', manifest, manifest], { reject: false })
    if (mounted.exitCode !== 0) skip('only where mounts are allowed')
    onTestFinished(async () => {
      await execa('umount', [manifest])
    })
    const files = { 'dependencies/x.wasm': Buffer.from('new'), 'more/deep/y.wasm': Buffer.from('y') }
    await expectRefused(outer, ['app', 'app'], { code: 'output-unwritable' }, { ...dependency, files })
  })
})
