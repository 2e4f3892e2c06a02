import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, readlink, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import { readAppFolder } from './read-app-folder.ts'
import { type AppChanges, writeAppFolder } from './write-app-folder.ts'

const marker = '.airlock-app.json'
const isRoot = process.getuid?.() === 0

/** Everything in a folder: what each file holds, and where each link leads. */
async function contentOf(folder: string, below = ''): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const name = join(below, entry.name)
    const path = join(folder, name)
    content[name] = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : entry.isSymbolicLink()
        ? `-> ${await readlink(path)}`
        : entry.isDirectory()
          ? 'folder'
          : 'special'
    if (entry.isDirectory()) Object.assign(content, await contentOf(folder, name))
  }
  return content
}

async function filesOf(folder: string): Promise<string[]> {
  const content = await contentOf(folder)
  return Object.keys(content)
    .filter((name) => content[name] !== 'folder')
    .sort()
}

function changes(more: Partial<AppChanges> = {}): AppChanges {
  return { edits: [], files: {}, record: {}, ...more }
}

const dependency: AppChanges = {
  edits: [{ path: ['component', 'web', 'dependencies', 'a:b'], value: { path: 'dependencies/x.wasm' } }],
  files: { 'dependencies/x.wasm': Buffer.from('x') },
  record: { mode: 'spin-dependencies' },
}

async function write(folder: string, out: string, what: AppChanges = changes()): Promise<string> {
  return writeAppFolder(await readAppFolder(folder), what, out)
}

/** Fails in a certain way, and leaves everything in a folder as it was. */
async function expectRefused(
  outer: string,
  [folder, out]: readonly [string, string],
  expected: Record<string, unknown>,
  what: AppChanges = changes(),
): Promise<void> {
  const before = await contentOf(outer)
  await expect(write(join(outer, folder), join(outer, out), what)).rejects.toMatchObject(expected)
  expect(await contentOf(outer)).toEqual(before)
}

const everything = {
  'app/spin.toml': manifestText(
    'files = ["a.txt", "images/**/*.png", { source = "static", destination = "/s" }, { source = "empty", destination = "/e" }]',
    'exclude_files = ["static/left/**", "empty/*"]',
    '[component.web.dependencies]',
    '"a:b" = { path = "deps/../d.wasm" }',
    '"a:c" = "1.0.0"',
    '[component.web.profile.debug]',
    'source = "debug.wasm"',
    '[component.web.profile.release]',
    'source = "never-built.wasm"',
    '[component.idle]',
    'source = "./target//idle.wasm"',
    '[component.far]',
    'source = { url = "https://example.com/x.wasm", digest = "sha256:00" }',
    '[[trigger.redis]]',
    'component = { source = "inline.wasm" }',
    'dependencies = { x = [{ path = "trigger.wasm" }, "1.0.0"] }',
    '# the last line',
  ),
  'app/web.wasm': 'web',
  'app/d.wasm': 'd',
  'app/debug.wasm': 'debug',
  'app/target/idle.wasm': 'idle',
  'app/target/other.wasm': 'other',
  'app/inline.wasm': 'inline',
  'app/trigger.wasm': 'trigger',
  'app/a.txt': 'a',
  'app/images/deep/x.png': 'x',
  'app/images/y.txt': 'y',
  'app/static/z.txt': 'z',
  'app/static/.well-known/x': 'x',
  'app/static/left/out.txt': 'o',
  'app/empty/excluded': 'e',
  'app/node_modules/x.js': 'no',
  'app/compose.wac': 'package a:b;',
  'secret.txt': 'secret',
}

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
