import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeDocument, encodeWit, parseWat } from './index.ts'
import { createFolderResolver, readWitFolder, readWitSources } from './node.ts'

const here = process.cwd()
let folder: string
let binary: Uint8Array

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wac-resolver-'))
  process.chdir(folder)
  binary = await parseWat('(component)')
  const wit = 'package a:wit; interface i { f: func(); }'
  const files: Record<string, string | Uint8Array> = {
    'deps/a/binary.wasm': binary,
    'deps/a/text.wat': '(component)',
    'deps/a/text.wasm': 'the text comes first',
    'deps/a/binary-text.wat': binary,
    'deps/a/wrong.wat': '(component',
    'deps/a/latin.wat': Uint8Array.of(0xe4),
    'deps/a/version/1.0.0.wasm': binary,
    'deps/a/version/1.0.0-beta.2.wat': '(component)',
    'deps/a/nested/name.wasm': binary,
    'deps/a/wit/i.wit': wit,
    'deps/a/broken/i.wit': 'package a:broken; interface',
    'deps/a/package.wat/i.wit': wit,
    'deps/a/secret.wasm': binary,
    'file.wit': wit,
    'given.txt': 'given',
    'wit/world.wit': wit,
    'wit/deps/package.wat': '(component)',
    'wit/deps/notes.txt': '',
    'wit/deps/inner/b.wit': 'package b:b;',
    'wit/deps/inner/deps/c.wit': 'package c:c;',
    'outside.wit': '',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(name), { recursive: true })
    await writeFile(name, content)
  }
  await mkdir('deps/a/folder.wasm')
})
afterAll(async () => {
  process.chdir(here)
  await rm(folder, { recursive: true })
})

/** What a resolver finds, as text where it is no component, or the messages of what it throws. */
async function find(key: string, overrides: Record<string, string> = {}): Promise<unknown> {
  const [name = '', version = null] = key.split('@')
  try {
    const bytes = await createFolderResolver({ overrides })({ key, name, version })
    if (bytes === undefined || Buffer.from(binary).equals(bytes)) return bytes && 'component'
    return bytes[0] === 0 ? 'wit' : new TextDecoder().decode(bytes)
  } catch (error) {
    const messages: string[] = []
    for (let one = error; one instanceof Error; one = one.cause) messages.push(one.message)
    return messages
  }
}

describe('createFolderResolver', () => {
  it.each([
    ['a:binary', 'component'],
    ['a:text', 'component'],
    ['a:binary-text', 'component'],
    ['a:version@1.0.0', 'component'],
    ['a:version@1.0.0-beta.2', 'component'],
    ['a:version@2.0.0', undefined],
    ['a:nested:name', 'component'],
    ['a:wit', 'wit'],
    ['a:package', 'wit'],
    ['a:none', undefined],
    ['constructor', undefined],
  ])('finds %s', async (key, expected) => {
    expect(await find(key)).toEqual(expected)
  })

  it('prefers what it is given for a name without a version', async () => {
    expect(await find('a:binary', { 'a:binary': 'given.txt' })).toBe('given')
    expect(await find('x:y', { 'x:y': './file.wit' })).toBe('wit')
    expect(await find('a:version@1.0.0', { 'a:version': 'given.txt' })).toBe('component')
    expect(await find('x:y', { 'x:y': 'deps' })).toEqual([
      'local path `deps` for package `x:y` does not exist',
    ])
  })

  it('says why a package cannot be had', async () => {
    expect(await find('a:wrong')).toEqual([
      expect.stringMatching(/^expected `\)`[\s\S]*--> deps\/a\/wrong\.wat:1:11/),
    ])
    expect(await find('a:latin')).toEqual([
      "failed to parse `deps/a/latin.wat`: input bytes aren't valid utf-8",
    ])
    expect(await find('a:folder')).toEqual([
      'failed to parse package: deps/a/folder.wasm',
      'no `package` header was found in any WIT file for this package',
    ])
    expect(await find('a:broken')).toEqual([
      'failed to parse package: deps/a/broken',
      'expected an identifier or string, found eof',
    ])
  })

  it.skipIf(process.getuid?.() === 0)('names what the system refuses', async () => {
    await chmod('deps/a/secret.wasm', 0)
    expect(await find('a:secret')).toEqual([
      'failed to read package `deps/a/secret.wasm`',
      'Permission denied (os error 13)',
    ])
  })

  it.each(['..:..', 'a:../secret', 'a:b@../../1.0.0', 'a:b@1.0.0/..', 'a:', ''])(
    'refuses the name %j, which no document can have',
    async (key) => {
      const [name = '', version = null] = key.split('@')
      const work = async () => createFolderResolver()({ key, name, version })
      await expect(work()).rejects.toMatchObject({ code: 'usage-invalid' })
    },
  )

  it('serves a document, and its reasons reach the error', async () => {
    const packages = createFolderResolver()
    await expect(
      composeDocument('package t:t;\nlet x = new a:text {};', { packages }),
    ).resolves.toBeInstanceOf(Uint8Array)
    const broken = composeDocument('package t:t;\nlet x = new a:broken {};', { packages })
    await expect(broken).rejects.toMatchObject({
      code: 'document-invalid',
      details: {
        report: expect.stringMatching(
          /failed to resolve package `a:broken`[\s\S]*failed to parse package: deps\/a\/broken/,
        ),
      },
    })
  })
})

describe('readWitSources', () => {
  const text = (files: Record<string, Uint8Array>) =>
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]))

  it('reads what belongs to a package', async () => {
    const files = await readWitSources('wit')
    expect(Object.keys(files).sort()).toEqual(['deps/inner/b.wit', 'deps/package.wat', 'world.wit'])
    expect(text(files)['deps/inner/b.wit']).toBe('package b:b;')
    expect(Object.keys(await readWitSources('file.wit'))).toEqual(['file.wit'])
    await expect(encodeWit(await readWitSources('file.wit'), { path: 'file.wit' })).resolves.toBeInstanceOf(
      Uint8Array,
    )
  })

  it('refuses a dependency without a file', async () => {
    await mkdir('hollow/deps/none', { recursive: true })
    await writeFile('hollow/a.wit', 'package a:a;')
    await expect(readWitSources('./hollow')).rejects.toMatchObject({
      message: 'failed to parse dependency directory: ./hollow/deps',
      cause: { message: 'failed to parse package: ./hollow/deps/none' },
    })
  })

  it('refuses links that lead out and says what cannot be read', async () => {
    await mkdir('linked')
    await symlink('../outside.wit', 'linked/a.wit')
    await expect(readWitSources('linked')).rejects.toMatchObject({
      message: 'failed to parse package: linked',
      cause: {
        message: 'failed to read file "linked/a.wit"',
        cause: { message: expect.stringContaining('leads out') },
      },
    })
    await expect(readWitSources('gone')).rejects.toMatchObject({
      message: 'failed to read path for WIT [gone]',
      cause: { code: 'ENOENT' },
    })
  })
})

describe('what is no plain file', () => {
  let pipes: string
  beforeAll(async () => {
    pipes = await mkdtemp(join(tmpdir(), 'wac-pipes-'))
    await writeFile(join(pipes, 'w.wit'), 'package a:b;')
    execFileSync('mkfifo', [join(pipes, 'x.wit')])
  })
  afterAll(() => rm(pipes, { recursive: true }))

  it('is refused in a folder instead of being waited for', async () => {
    await expect(readWitSources(pipes)).rejects.toMatchObject({
      cause: { cause: { message: 'it is not a plain file' } },
    })
    await expect(readWitFolder(pipes)).rejects.toMatchObject({ code: 'input-unreadable' })
  })

  it('is read where it is the one file', async () => {
    const path = join(pipes, 'x.wit')
    const [files] = await Promise.all([readWitSources(path), writeFile(path, 'package a:b;')])
    expect(new TextDecoder().decode(files['x.wit'])).toBe('package a:b;')
  })

  it('has a limit', async () => {
    await expect(readWitSources('/dev/zero')).rejects.toMatchObject({
      cause: { message: 'the package has more than 1000 files or 67108864 bytes' },
    })
  })
})
