import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promptWit } from '@wasm-airlock/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plugText, worldFiles } from './fixtures.ts'
import { decodeWit, encodeWit, parseWat, printComponent, printWit, resolveWit } from './index.ts'
import { readWitFolder } from './node.ts'

describe('resolveWit', () => {
  it('resolves several files and their dependencies', async () => {
    const { 'world.wit': world = '', 'deps/dep.wit': dep = '' } = worldFiles(
      'import test:dep/number@1.0.0;\nexport mine;',
    )
    const resolved = await resolveWit({
      'world.wit': world,
      'mine.wit': 'package test:target; interface mine { g: func(); }',
      'deps/dep/dep.wit': dep,
      'deps/README.md': 'not WIT',
      'notes/other.wit': 'not read',
    })
    const main = resolved.packages[resolved.package]
    expect(main?.name).toBe('test:target')
    expect(Object.keys(main?.interfaces ?? {})).toEqual(['mine'])
    expect(resolved.packages.map((one) => one.name)).toEqual(['test:dep@1.0.0', 'test:target'])
    const number = resolved.interfaces.find((one) => one.name === 'number')
    expect(number?.functions.f).toMatchObject({ kind: 'freestanding', params: [], result: 'u32' })
  })

  it('keeps documentation and finds the prompt interface', async () => {
    const { worlds, interfaces } = await resolveWit(promptWit)
    expect(worlds.map((world) => world.name)).toEqual(['promptmodifier', 'promptmodifierhost'])
    expect(interfaces[0]?.functions.before?.docs?.contents).toMatch(/user typed/)
  })

  it.each([
    ['a syntax error', { 'a.wit': 'package a:b;\n\ninterface x { f: fun(); }' }, 'a.wit', 3, 18],
    ['an unknown type', { 'a.wit': 'package a:b;\ninterface x { f: func(a: y); }' }, 'a.wit', 2, 26],
    ['an unknown package', { 'a.wit': 'package a:b;\nworld w {\n import c:d/e; }' }, 'a.wit', 3, 9],
    [
      'an error in a dependency',
      { 'a.wit': 'package a:b;', 'deps/c/c.wit': 'package c:d;\ninterface ! {}' },
      'deps/c/c.wit',
      2,
      11,
    ],
    [
      'an unknown interface of a dependency',
      {
        'a.wit': 'package a:b;',
        'deps/c.wit': 'package c:d;',
        'deps/e.wit': 'package e:f;\nworld w { import c:d/x; }',
      },
      'deps/e.wit',
      2,
      22,
    ],
    ['a cycle', { 'a.wit': 'package a:b; interface x {\ntype a = b; type b = a; }' }, 'a.wit', 2, 10],
  ] as const)('names the place of %s', async (_, files, file, line, column) => {
    await expect(resolveWit(files)).rejects.toMatchObject({
      code: 'wit-invalid',
      item: file,
      details: { file, line, column },
    })
  })

  it('counts in units of JavaScript', async () => {
    const text = '/* 😀 */ package a:b;\n/* é😀 */ wurld w {}'
    const error = await resolveWit({ 'a.wit': text }).catch((thrown) => thrown)
    expect(error.details).toMatchObject({ line: 2, column: 11 })
    expect(text.slice(error.details.offset, error.details.offset + error.details.length)).toBe('wurld')
  })

  it('refuses an empty package and deep nesting', async () => {
    for (const files of [{}, { 'deps/a.wit': 'package a:b;' }, { 'a.wit': 'interface x {}' }]) {
      await expect(resolveWit(files)).rejects.toMatchObject({ code: 'wit-invalid' })
    }
    const deep = `${'list<'.repeat(100_000)}u8${'>'.repeat(100_000)}`
    const files = { 'a.wit': `package a:b; interface x { type t = ${deep}; }` }
    await expect(resolveWit(files)).rejects.toMatchObject({ code: 'wit-invalid' })
  })
})

describe('encodeWit and printWit', () => {
  it('go there and back', async () => {
    const bytes = await encodeWit(promptWit)
    const text = await printWit(bytes)
    expect(text).toContain('package component:promptprocessor@0.0.1;')
    expect(await encodeWit({ 'again.wit': text })).toEqual(bytes)
  })

  it('print the WIT of a component', async () => {
    const component = await parseWat('(component (import "now" (func (result u64))))')
    expect(await printWit(component)).toContain('import now: func() -> u64;')
    for (const bytes of [new Uint8Array(), await parseWat('(module)'), component.slice(0, 20)]) {
      await expect(printWit(bytes)).rejects.toMatchObject({ code: 'component-malformed' })
    }
  })
})

describe('packages in binary and text format below deps', () => {
  const main = { 'world.wit': worldFiles(`import test:dep/number@1.0.0;`)['world.wit'] ?? '' }
  const dep = worldFiles('')['deps/dep.wit'] ?? ''

  it('are taken as they are in WIT', async () => {
    const inWit = await encodeWit({ ...main, 'deps/dep.wit': dep })
    const binary = await encodeWit({ 'dep.wit': dep })
    expect(await encodeWit({ ...main, 'deps/dep.wasm': binary })).toEqual(inWit)
    const text = await printComponent(binary)
    expect(await encodeWit({ ...main, 'deps/dep.wat': text })).toEqual(inWit)
    const { packages } = await resolveWit({ ...main, 'deps/dep.wasm': binary, 'deps/note.md': 'no WIT' })
    expect(packages.map((one) => one.name)).toEqual(['test:dep@1.0.0', 'test:target'])
  })

  it.each([
    ['a component', '(component (export "f" (func $f)) (core module $m))', /unknown func/],
    [
      'a component that is valid',
      '(component (core module $m))',
      /deps\/dep.wat: .*not.* WIT|actual component/,
    ],
  ])('are refused where they are %s', async (_, text, message) => {
    const error = await encodeWit({ ...main, 'deps/dep.wat': text }).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'wit-invalid', item: 'deps/dep.wat' })
    expect(error.message).toMatch(message)
  })

  it('are refused where the bytes are cut off', async () => {
    const cut = (await encodeWit({ 'dep.wit': dep })).slice(0, 40)
    await expect(encodeWit({ ...main, 'deps/dep.wasm': cut })).rejects.toMatchObject({
      code: 'wit-invalid',
      item: 'deps/dep.wasm',
    })
  })
})

describe('the report of a WIT error', () => {
  it('is what wac prints, with the path that was given', async () => {
    const files = {
      'a.wit': 'package a:b;',
      'deps/c/c.wit': 'package c:d;\ninterface ! {}',
    }
    const error = await encodeWit(files, { path: 'some/wit' }).catch((thrown) => thrown)
    expect(error.details).toMatchObject({ file: 'deps/c/c.wit', line: 2, column: 11, length: 1 })
    expect(error.details.report).toBe(`failed to parse dependency directory: some/wit/deps

Caused by:
    0: failed to parse package: some/wit/deps/c
    1: unexpected character '!'`)
  })

  it('names a character that WIT refuses as wac does', async () => {
    const error = await encodeWit({ 'a.wit': 'package a:b; // \u202e' }).catch((thrown) => thrown)
    const text = "bidirectional override codepoint EscapeUnicode(EscapeIterInner('\\u{202e}'))"
    expect(error.message).toContain(text)
    expect(error.details.report).toContain(text)
  })

  it('of one file that is the package has no folder', async () => {
    const error = await encodeWit({ 'a.wit': 'package a:b' }, { path: 'x/a.wit' }).catch((thrown) => thrown)
    expect(error.details).toMatchObject({ file: 'a.wit', line: 1, column: 12 })
    expect(error.details.report).toBe(error.message)
  })
})

describe('decodeWit', () => {
  it('gives files that encode to the same package', async () => {
    const files = {
      'main.wit': `/// The main one.
package test:main@0.1.0;

interface mine {
  use test:dep/types@1.2.0.{point};
  resource shape { constructor(at: point); area: func() -> f64; }
}
world w { import mine; include other:pkg/w; export run: func(x: list<u8>) -> result<_, string>; }
`,
      'deps/dep.wit': 'package test:dep@1.2.0;\ninterface types { record point { x: u32, y: u32 } }\n',
      'deps/other/a.wit':
        'package other:pkg;\nworld w { import test:dep/types@1.2.0; import log: func(s: string); }',
    }
    const bytes = await encodeWit(files)
    const decoded = await decodeWit(bytes)
    expect(Object.keys(decoded).sort()).toEqual(['deps/test-dep-1.2.0/package.wit', 'main.wit'])
    expect(decoded['main.wit']).toMatch(/^\/\/\/ The main one.\npackage test:main@0.1.0;/)
    expect(await encodeWit(decoded)).toEqual(bytes)
  })

  it('keeps packages apart whose names would meet', async () => {
    const files = {
      'main.wit': 'package a:main; world w { import a-b:c/i; import a:b-c/i; import a:main2/i; }',
      'deps/1.wit': 'package a-b:c; interface i { f: func(); }',
      'deps/2.wit': 'package a:b-c; interface i { g: func(); }',
      'deps/3.wit': 'package a:main2; interface i { h: func(); }',
    }
    const bytes = await encodeWit(files)
    const decoded = await decodeWit(bytes)
    expect(Object.keys(decoded)).toHaveLength(4)
    expect((await resolveWit(decoded)).packages.map((one) => one.name).sort()).toEqual(
      (await resolveWit(files)).packages.map((one) => one.name).sort(),
    )
  })

  it('gives the world of a component, and refuses what is none', async () => {
    const component = await parseWat(plugText({ 'test:dep/number@1.0.0': 'number' }))
    const decoded = await decodeWit(component)
    expect(Object.keys(decoded)).toEqual(['deps/test-dep-1.0.0/package.wit', 'component.wit'])
    expect(decoded['component.wit']).toContain('export test:dep/number@1.0.0;')
    expect((await resolveWit(decoded)).worlds.map((world) => world.name)).toEqual(['root'])
    for (const bytes of [new Uint8Array(), await parseWat('(module)'), component.slice(0, 20)]) {
      await expect(decodeWit(bytes)).rejects.toMatchObject({ code: 'component-malformed' })
    }
  })
})

describe('readWitFolder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-wit-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('reads a folder with its dependencies, and one file', async () => {
    const files = {
      'a.wit': 'package a:b; world w { import c:d/e; }',
      'deps/c/e.wit': 'package c:d; interface e {}',
      'deps/f.wit': 'package f:g;',
    }
    await mkdir(join(folder, 'deps/c/deps'), { recursive: true })
    await mkdir(join(folder, 'src'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    await writeFile(join(folder, 'src/b.wit'), 'of no package')
    await writeFile(join(folder, 'README.md'), 'not WIT')
    expect(await readWitFolder(folder)).toEqual(files)
    expect((await resolveWit(await readWitFolder(folder))).packages).toHaveLength(3)
    expect(await readWitFolder(join(folder, 'deps/f.wit'))).toEqual({ 'f.wit': 'package f:g;' })
  })

  it('refuses packages that are no text, without which it would not resolve', async () => {
    await mkdir(join(folder, 'deps'))
    await writeFile(join(folder, 'a.wit'), 'package a:b;')
    await writeFile(join(folder, 'deps/c.wasm'), '')
    await expect(readWitFolder(folder)).rejects.toMatchObject({
      code: 'input-unreadable',
      item: join(folder, 'deps/c.wasm'),
      hint: expect.stringContaining('readWitSources'),
    })
  })

  it('refuses links that lead out, other content, too much and nothing', async () => {
    const refused = (path: string) => readWitFolder(path).catch((error) => error.code)
    expect(await refused(join(folder, 'missing'))).toBe('input-not-found')
    expect(await refused(folder)).toBe('input-unreadable')

    await symlink('/etc/hostname', join(folder, 'a.wit'))
    expect(await refused(folder)).toBe('input-unreadable')
    await rm(join(folder, 'a.wit'))

    await writeFile(join(folder, 'a.wit'), Uint8Array.of(0xff, 0xfe))
    expect(await refused(folder)).toBe('input-unreadable')

    await writeFile(join(folder, 'a.wit'), new Uint8Array(9 * 1024 * 1024))
    expect(await refused(folder)).toBe('input-too-large')
  })
})
