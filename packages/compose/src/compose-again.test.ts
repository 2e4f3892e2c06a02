import { appendFile, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSandbox, readSpinApp } from '@wasm-airlock/host'
import { beforeAll, describe, expect, test } from 'vitest'
import { markerName } from './app/marker.ts'
import { composeApp } from './compose-app.ts'
import type { ComposedApp, ComposeOptions } from './options.ts'
import { contentOf as linksIn } from './testing/app-folders.ts'
import { adapter, calculatingApp, calculatingTwo, calculator } from './testing/calculators.ts'
import { composeInto, contentOf, named, smallApp } from './testing/composing.ts'
import { folderOf, manifestText, plugOf, socketOf } from './testing/fixtures.ts'

const calc = 'a:b/calc@1.0.0'
// Two of one package, and one of another.
const [x, z, y] = ['a:b/x@1.0.0', 'a:b/z@1.0.0', 'c:d/y@1.0.0']
const mode = 'spin-dependencies'

let one: Uint8Array
let ten: Uint8Array
let square: Uint8Array
beforeAll(async () => {
  one = await calculator(calc, 'addOne')
  ten = await calculator(calc, 'timesTen')
  square = await calculator(calc, 'square')
})

type Components = Readonly<Record<string, Uint8Array>>

function inPlace(
  app: string,
  components: Components,
  more: Partial<ComposeOptions> = {},
): Promise<ComposedApp> {
  return composeApp(app, named(components), { mode, out: app, ...more })
}

async function answer(path: string, variables: Record<string, string> = {}): Promise<unknown> {
  const { components } = await readSpinApp(path)
  await using sandbox = await createSandbox(components[0]?.component as Uint8Array, { grants: { variables } })
  return await sandbox.call('run', [3])
}

const filesIn = async (app: string) => Object.keys(await contentOf(app))
const manifestOf = (app: string) => readFile(join(app, 'spin.toml'), 'utf8')
const markerOf = async (app: string) => JSON.parse(await readFile(join(app, markerName), 'utf8'))

describe('twice the same is the same folder, byte for byte', () => {
  test.each<[string, () => Components | Promise<Components>, Partial<ComposeOptions>]>([
    ['one', () => ({ one }), {}],
    ['a chain', () => ({ one, ten, square }), {}],
    ['a choice', () => ({ one, ten }), { choose: 'how' }],
    ['a wrapper', async () => ({ wrapper: await adapter(calc, calc), ten }), {}],
    ['a compatible version', async () => ({ ten: await calculator('a:b/calc@1.3.0', 'timesTen') }), {}],
  ])('%s', async (_, make, more) => {
    const components = await make()
    const app = await smallApp(await calculatingApp(calc), '# mine', '[component.web.environment]', 'A = "b"')
    await inPlace(app, components, more)
    const first = await contentOf(app)
    await inPlace(app, components, more)
    expect(await contentOf(app)).toEqual(first)
    // A folder that was written as another one, too.
    const { path } = await composeInto(await smallApp(await calculatingApp(calc)), components, {
      mode,
      ...more,
    })
    const written = await contentOf(path)
    await inPlace(path, components, more)
    expect(await contentOf(path)).toEqual(written)
  })
})

describe('what comes next takes the place of what was there', () => {
  const app = async () => smallApp(await calculatingApp(calc))

  test('a newer component of the same name', async () => {
    const folder = await app()
    await inPlace(folder, { plug: one })
    await appendFile(join(folder, 'spin.toml'), '[component.idle]\nsource = "web.wasm"\n# mine\n')
    await composeApp(folder, [{ name: 'plug', component: ten, into: 'web' }], { mode, out: folder })
    expect(await filesIn(folder)).toEqual([markerName, 'dependencies/plug.wasm', 'spin.toml', 'web.wasm'])
    expect(await manifestOf(folder)).toContain('# mine')
    expect(await answer(folder)).toBe(30)
  })

  test('fewer and other ones in a chain, then a choice, then one alone', async () => {
    const folder = await app()
    const before = await manifestOf(folder)
    await inPlace(folder, { one, ten, square })
    expect(await answer(folder)).toBe(1600)
    await inPlace(folder, { one, ten })
    expect(await answer(folder)).toBe(40)
    await inPlace(folder, { one, ten }, { choose: 'how' })
    expect(await answer(folder, { how: 'ten' })).toBe(30)
    await inPlace(folder, { square, one }, { choose: 'how' })
    expect(await manifestOf(folder)).toContain('how = { default = "square" }')
    await inPlace(folder, { ten })
    expect(await answer(folder)).toBe(30)
    expect(await filesIn(folder)).toEqual([markerName, 'dependencies/ten.wasm', 'spin.toml', 'web.wasm'])
    expect(await manifestOf(folder)).not.toContain('how')
    for (const line of before.split('\n')) expect(await manifestOf(folder)).toContain(line)
    expect(await markerOf(folder)).toMatchObject({
      plugs: [{ name: 'ten' }],
      files: ['dependencies/ten.wasm'],
      composed: [{ file: 'dependencies/ten.wasm' }],
    })
  })

  test('a choice keeps a variable that somebody asks for, and one that somebody changed', async () => {
    const folder = await app()
    await inPlace(folder, { one, ten }, { choose: 'how' })
    await appendFile(join(folder, 'spin.toml'), '[component.web.environment]\nHOW = "{{ how }}"\n')
    await inPlace(folder, { one })
    expect(await manifestOf(folder)).toContain('how = { default = "one" }')
    await inPlace(folder, { ten, one }, { choose: 'how' })
    await writeFile(
      join(folder, 'spin.toml'),
      (await manifestOf(folder)).replace('default = "ten"', 'default = "one"'),
    )
    await inPlace(folder, { ten, one }, { choose: 'how' })
    expect(await manifestOf(folder)).toContain('how = { default = "one" }')
  })

  test('an interface that a newer component has no more is open again', async () => {
    const folder = await smallApp(await socketOf(x, z))
    await inPlace(folder, { plug: await plugOf('u32', x, z) })
    await inPlace(folder, { plug: await plugOf('u32', x) })
    expect(await manifestOf(folder)).toContain(`"${x}"`)
    expect(await manifestOf(folder)).not.toContain('"a:b@1.0.0"')
  })

  test('in another folder, with the other mode', async () => {
    const folder = await app()
    await inPlace(folder, { one })
    const { path } = await composeInto(folder, { ten })
    expect(await answer(path)).toBe(30)
    expect(await filesIn(path)).toEqual([markerName, 'spin.toml', 'web.wasm'])
    expect(await manifestOf(path)).not.toContain('dependencies/')
  })
})

describe('what belongs to others stays', () => {
  test('another interface later', async () => {
    const folder = await smallApp(await socketOf(x, y))
    const [a, b] = [await plugOf('u32', x), await plugOf('u32', y)]
    await inPlace(folder, { a })
    await inPlace(folder, { b })
    const both = await contentOf(folder)
    expect(await readSpinApp(folder)).toMatchObject({ components: [{ id: 'web' }] })
    expect((await markerOf(folder)).installed).toMatchObject([
      { file: 'dependencies/a.wasm', keys: [{ key: x }] },
      { file: 'dependencies/b.wasm', keys: [{ key: y }] },
    ])
    await inPlace(folder, { a })
    expect(await contentOf(folder)).toEqual(both)
    // Also where it is written elsewhere.
    const { path } = await composeInto(folder, { b }, { mode })
    expect((await markerOf(path)).installed).toHaveLength(2)
    expect(await filesIn(path)).toContain('dependencies/a.wasm')
  })

  test('another interface of the same package later, with the first one', async () => {
    const folder = await smallApp(await socketOf(x, z))
    const [a, b] = [await plugOf('u32', x), await plugOf('u32', z)]
    await inPlace(folder, { a })
    // Spin takes one dependency of a package.
    await expect(inPlace(folder, { b })).rejects.toMatchObject({ code: 'manifest-invalid' })
    await inPlace(folder, { a, b })
    expect(await manifestOf(folder)).toContain('"a:b@1.0.0" = {')
    expect(await manifestOf(folder)).not.toContain(x)
    expect(await filesIn(folder)).toEqual([markerName, 'dependencies/a-b.wasm', 'spin.toml', 'web.wasm'])
  })

  test('a choice beside a plain one, and a plain one beside a choice', async () => {
    for (const order of [0, 1]) {
      const folder = await smallApp(await calculatingTwo(calc, 'c:d/other@1.0.0'))
      const other = await calculator('c:d/other@1.0.0', 'timesTen')
      const steps = [
        () => inPlace(folder, { other }),
        () => inPlace(folder, { one, square }, { choose: 'how' }),
      ]
      await steps[order]?.()
      await steps[1 - order]?.()
      expect(await answer(folder, { how: 'square' })).toBe(90)
      expect(await answer(folder, { how: 'one' })).toBe(40)
    }
  })

  test('another component of the application', async () => {
    const folder = await folderOf({
      'spin.toml': `${manifestText()}[component.web2]\nsource = "web2.wasm"\n`,
      'web.wasm': await calculatingApp(calc),
      'web2.wasm': await calculatingApp(calc),
    })
    const into = (id: string, component: Uint8Array) =>
      composeApp(folder, [{ name: 'plug', component, into: id }], { mode, out: folder })
    await into('web2', ten)
    await expect(inPlace(folder, { plug: ten })).rejects.toMatchObject({ code: 'plug-ambiguous' })
    await into('web', one)
    await into('web2', square)
    expect(await filesIn(folder)).toContain('dependencies/plug.wasm')
    expect(await answer(folder)).toBe(4)
    expect((await markerOf(folder)).components).toMatchObject([{ id: 'web' }, { id: 'web2' }])
    expect((await markerOf(folder)).plugs).toHaveLength(2)
  })

  test('what a person made of it', async () => {
    const app = async () => {
      const folder = await smallApp(await calculatingApp(calc))
      await inPlace(folder, { one })
      return folder
    }
    const file = await app()
    await writeFile(join(file, 'dependencies/one.wasm'), ten)
    const line = await app()
    await writeFile(join(line, 'mine.wasm'), ten)
    await writeFile(
      join(line, 'spin.toml'),
      (await manifestOf(line)).replace('dependencies/one.wasm', 'mine.wasm'),
    )
    for (const folder of [file, line]) {
      const before = await contentOf(folder)
      const hint = expect.stringMatching(/web gets .* from (mine|dependencies\/one)\.wasm already: .* take/)
      await expect(inPlace(folder, { square })).rejects.toMatchObject({ code: 'plug-unmatched', hint })
      expect(await contentOf(folder)).toEqual(before)
    }
    // One that was removed is nobody's.
    const gone = await app()
    await rm(join(gone, 'dependencies/one.wasm'))
    await inPlace(gone, { square })
    expect(await answer(gone)).toBe(9)
    // What something else names is not removed.
    const shared = await app()
    await appendFile(join(shared, 'spin.toml'), '[component.idle]\nsource = "dependencies/one.wasm"\n')
    await composeApp(shared, [{ name: 'square', component: square, into: 'web' }], { mode, out: shared })
    expect(await filesIn(shared)).toContain('dependencies/one.wasm')
  })
})

describe('a marker that somebody wrote leads nowhere else', () => {
  const lie = (file: string, sha256: string) => ({
    component: 'web',
    file,
    sha256,
    plugs: [],
    variable: null,
    keys: [{ key: calc, value: { path: file } }],
    connections: [],
  })

  test.each([
    '../victim.wasm',
    'dependencies/../../victim.wasm',
    'dependencies/../web.wasm',
    'web.wasm',
    '/etc/passwd',
    'dependencies/..',
    'dependencies/link/victim.wasm',
    'dependencies/link.wasm',
    'linked/victim.wasm',
  ])('%s', async (file) => {
    const outer = await folderOf({
      'victim.wasm': ten,
      'app/spin.toml': `${manifestText()}[component.web.dependencies]\n"${calc}" = { path = "${file}" }\n`,
      'app/web.wasm': await calculatingApp(calc),
      'app/dependencies/kept.wasm': ten,
    })
    const app = join(outer, 'app')
    await symlink('../..', join(app, 'dependencies/link'))
    await symlink('../../victim.wasm', join(app, 'dependencies/link.wasm'))
    const digests = await linksIn(outer)
    const installed = [lie(file, digests['victim.wasm'] ?? '')]
    await writeFile(join(app, markerName), JSON.stringify({ generator: 'airlock', files: [], installed }))
    const before = await linksIn(outer)
    await expect(inPlace(app, { one })).rejects.toMatchObject({ code: 'plug-unmatched' })
    expect(await linksIn(outer)).toEqual(before)
  })

  test('another digest, or a folder behind a link', async () => {
    const path = 'dependencies/kept.wasm'
    const app = await folderOf({
      'spin.toml': `${manifestText()}[component.web.dependencies]\n"${calc}" = { path = "${path}" }\n`,
      'web.wasm': await calculatingApp(calc),
      'real/kept.wasm': ten,
    })
    await symlink('real', join(app, 'dependencies'))
    const { 'real/kept.wasm': sha256 = '' } = await linksIn(app)
    for (const digest of ['0'.repeat(64), sha256]) {
      const marker = { generator: 'airlock', files: [path], installed: [lie(path, digest)] }
      await writeFile(join(app, markerName), JSON.stringify(marker))
      await expect(inPlace(app, { one })).rejects.toMatchObject({ code: 'plug-unmatched' })
      expect(Object.keys(await linksIn(app))).toContain('real/kept.wasm')
    }
  })
})

describe('two at once', () => {
  test('one of them is told, and can go on; nothing is lost, and nothing lies around', async () => {
    const folder = await smallApp(await socketOf(x, y))
    const [a, b] = [await plugOf('u32', x), await plugOf('u32', y)]
    const results = await Promise.allSettled([inPlace(folder, { a }), inPlace(folder, { b })])
    const failed = results.filter(({ status }) => status === 'rejected')
    for (const each of failed) expect(each).toMatchObject({ reason: { code: 'output-unwritable' } })
    expect(failed.length).toBeLessThan(2)
    if (results[0]?.status === 'rejected') await inPlace(folder, { a })
    if (results[1]?.status === 'rejected') await inPlace(folder, { b })
    expect(await filesIn(folder)).toEqual([
      markerName,
      'dependencies/a.wasm',
      'dependencies/b.wasm',
      'spin.toml',
      'web.wasm',
    ])
    expect((await readSpinApp(folder)).components).toHaveLength(1)
  })

  test('a folder that is held is refused, and one whose holder died is not', async () => {
    const folder = await smallApp(await calculatingApp(calc))
    const lock = join(folder, '.airlock-app.lock')
    await mkdir(lock)
    const before = await contentOf(folder)
    await expect(inPlace(folder, { one })).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringContaining('another run'),
    })
    expect(await contentOf(folder)).toEqual(before)
    await utimes(lock, new Date(0), new Date(0))
    await inPlace(folder, { one })
    expect(await filesIn(folder)).toEqual([markerName, 'dependencies/one.wasm', 'spin.toml', 'web.wasm'])
    await expect(readFile(lock)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
