import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolveWit } from '@wasm-airlock/wac'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/fixtures.ts'
import { richWit } from '../testing/rich-wit.ts'
import { type CreateProjectOptions, createProject, type ProjectKind } from './create-project.ts'

const kinds = ['app', 'python', 'typescript'] as const
const interfaces: readonly (readonly [string, CreateProjectOptions])[] = [
  ['prompts', {}],
  ['filters', { template: 'filter' }],
  ['a WIT of its own', { wit: richWit }],
]

const nodeModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

describe.each(kinds)('a new project: %s', (kind) => {
  test.each(interfaces)('for %s passes its own tests', async (_, options) => {
    const out = join(await temporaryFolder(), 'made', 'here')
    const project = await createProject(kind, 'my-project', { ...options, out })
    expect(project).toMatchObject({ kind, name: 'my-project' })
    for (const file of project.files)
      expect(await readFile(join(out, file), 'utf8')).not.toMatch(/\{\{|@wasm-airlock\/spin-app-template/)
    await resolveWit(await readWitFolder(join(out, 'wit')))
    if (kind === 'python') {
      const { stderr } = await execa('python3', ['-B', '-m', 'unittest'], { cwd: out })
      expect(stderr).toMatch(/Ran [1-9]\d* tests? in/)
      return
    }
    await symlink(nodeModules, join(out, 'node_modules'))
    const node = { cwd: out, node: false } as const
    expect((await execa(process.execPath, ['--test', 'src/*.test.ts'], node)).stdout).toMatch(/# pass|ℹ pass/)
    await execa(join(nodeModules, '.bin', 'tsc'), ['-p', '.'], node)
  })
})

test('names of keywords are those of the build tools', async () => {
  const out = join(await temporaryFolder(), 'p')
  await createProject('python', 'p', { out, wit: richWit })
  const code = await readFile(join(out, 'app.py'), 'utf8')
  expect(code).toContain('def import_() -> int:')
  expect(code).toContain('def delete(import_: str, lambda_: list[str]) -> list[str]:')
  const types = await readFile(join(out, 'wit_types.py'), 'utf8')
  expect(types).toContain('Shape_None_')
  expect(types).toContain('from wit_world.imports.open_types import Label')
})

test('keywords of WIT are names in all of it', async () => {
  const names =
    'as async bool borrow char constructor enum error-context export f32 flags from func future import include interface list map option own package record resource result s64 static stream string tuple type u8 use variant with world'.split(
      ' ',
    )
  const items = names.map((name) => `interface %${name} { %${name}: func(); }`)
  const exported = names.map((name) => `export %${name};`)
  const wit = {
    'w.wit': `package %use:%type@1.0.0;\n${items.join('\n')}\nworld w { ${exported.join(' ')} }\n`,
  }
  const out = join(await temporaryFolder(), 'p')
  await createProject('app', 'p', { out, wit })
  await resolveWit(await readWitFolder(join(out, 'wit')))
  expect(await readFile(join(out, 'wit/world.wit'), 'utf8')).toContain('import %use:%type/%list@1.0.0;')
})

test('Python: an error is raised, and builtins that functions hide are still what annotations mean', async () => {
  const wit = {
    'w.wit':
      'package a:b; interface i { parse: func(s: string) -> result<u32, string>; bytes: func(b: list<u8>) -> list<u8>; %list: func(b: list<u8>) -> list<string>; id: func(n: u8) -> u8; } world w { export i; }',
  }
  const out = join(await temporaryFolder(), 'p')
  await createProject('python', 'p', { out, wit })
  const python = (...words: string[]) => execa('python3', ['-B', ...words], { cwd: out })
  const code = await readFile(join(out, 'app.py'), 'utf8')
  expect(code).toContain('def list(b: builtins.bytes) -> builtins.list[str]:')
  expect(code).toContain('For the error, raise `Err(…)`.')
  await python('-m', 'unittest')
  const hints = 'import app, typing; print([typing.get_type_hints(each) for each in (app.bytes, app.list)])'
  expect((await python('-c', hints)).stdout).toContain("{'b': <class 'bytes'>, 'return': list[str]}")
  await writeFile(join(out, 'app.py'), code.replace('return 0', 'raise Err("no " + s)'))
  const raises =
    'import app, wit_types\ntry: app.parse("x")\nexcept wit_types.Err as error: print(error.value)'
  expect((await python('-c', raises)).stdout).toBe('no x')
})

test('Python: names of the world are not those that the generated code has for itself', async () => {
  const types = 'app app-test test-case unittest exception import-error enum flag dataclasses object'.split(
    ' ',
  )
  const functions = types.map((name) => `make-${name}: func() -> %${name};`)
  const wit = {
    'w.wit': `package a:b; interface i { ${types.map((name) => `record %${name} { a: u8 }`).join(' ')}
${functions.join(' ')} }
      interface j { app: func(); unittest: func(); %list: func(names: list<string>); builtins: func(); }
      world w { export i; export j; }`,
  }
  const out = join(await temporaryFolder(), 'p')
  await createProject('python', 'p', { out, wit })
  const python = (...words: string[]) => execa('python3', ['-B', ...words], { cwd: out })
  expect((await python('-m', 'unittest')).stderr).toContain(`Ran ${types.length + 4} tests`)
  const hints = 'import app, typing; print(typing.get_type_hints(app.list)["names"], app.make_app())'
  expect((await python('-c', hints)).stdout).toBe('list[str] App(a=0)')
})

test('an application shows an option of an option both ways', async () => {
  const wit = {
    'w.wit':
      'package a:b; interface i { go: func(a: option<option<u8>>, b: option<string>); } world w { export i; }',
  }
  const out = join(await temporaryFolder(), 'p')
  await createProject('app', 'p', { out, wit })
  const code = "import { usage } from './src/app.ts'; console.log(usage)"
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', code], {
    cwd: out,
    node: false,
  })
  expect(stdout).toContain('  for example [{"tag":"some","val":0},"text"]\n  or [{"tag":"none"},null]\n')
  expect(await readFile(join(out, 'README.md'), 'utf8')).toContain('`{"tag": "none"}`')
})

describe('functions of the same name have paths of their own', () => {
  const api = 'interface api { run: func(); }'
  const packages = {
    'deps/x/x.wit': `package x:x;\n${api}\n`,
    'deps/y/y.wit': `package y:y@1.0.0;\n${api}\n`,
    'deps/y2/y.wit': `package y:y@2.0.0-rc.1+b;\n${api}\n`,
    'deps/z/z.wit': 'package z:z;\ninterface other { run: func(); go: func(); }\n',
  }
  test.each([
    [['z:z/other'], ['/run', '/go']],
    [
      ['x:x/api', 'z:z/other'],
      ['/api/run', '/other/run', '/go'],
    ],
    [
      ['x:x/api', 'y:y/api@1.0.0'],
      ['/x:x/api/run', '/y:y/api/run'],
    ],
    [
      ['x:x/api', 'y:y/api@1.0.0', 'y:y/api@2.0.0-rc.1+b', 'z:z/other'],
      ['/x:x/api/run', '/y:y/api@1.0.0/run', '/y:y/api@2.0.0-rc.1+b/run', '/other/run', '/go'],
    ],
  ])('%j', async (exported, paths) => {
    const items = exported.map((name) => `export ${name};`)
    const wit = { 'w.wit': `package a:b;\nworld w { ${items.join(' ')} }\n`, ...packages }
    const out = join(await temporaryFolder(), 'p')
    await createProject('app', 'p', { out, wit })
    const code = await readFile(join(out, 'src/functions.ts'), 'utf8')
    expect([...code.matchAll(/path: '([^']*)'/g)].map(([, path]) => path)).toEqual(paths)
    await symlink(nodeModules, join(out, 'node_modules'))
    const node = { cwd: out, node: false } as const
    await execa(process.execPath, ['--test', 'src/*.test.ts'], node)
    await execa(join(nodeModules, '.bin', 'tsc'), ['-p', '.'], node)
  })
})

test('the code of an application has no long lines of data, and no import that is longer than it need be', async () => {
  const out = join(await temporaryFolder(), 'p')
  const { files } = await createProject('app', 'p', { out, wit: richWit })
  const code = await readFile(join(out, 'src/functions.ts'), 'utf8')
  expect(code.split('\n').filter((line) => line.length > 110)).toEqual([])
  for (const file of files.filter((each) => each.endsWith('.ts')))
    for (const [text] of (await readFile(join(out, file), 'utf8')).matchAll(/^import [^']*'.*'$/gm))
      expect(text.includes('\n') ? text.replace(/\s+/g, ' ').length : 111).toBeGreaterThan(110)
})

test('what strangers say in comments is in the WIT and nowhere else', async () => {
  for (const kind of kinds) {
    const out = join(await temporaryFolder(), 'p')
    const { files } = await createProject(kind, 'p', { out, wit: richWit })
    const telling = []
    for (const file of files)
      if ((await readFile(join(out, file), 'utf8')).includes('STRANGER')) telling.push(file)
    expect(telling).toEqual([expect.stringMatching(/^wit\/.*rich\.wit$/)])
  }
})

describe('refused', () => {
  test.each([
    'My-App',
    'a_b',
    '-a',
    'a-',
    'a--b',
    'a-1',
    '1a',
    '',
    '.',
    '../a',
    'a/b',
    'con',
    'lpt1',
    'http',
    'é',
    'a\n',
    'x'.repeat(65),
  ])('the name %j', async (name) => {
    const out = join(await temporaryFolder(), 'p')
    await expect(createProject('app', name, { out })).rejects.toMatchObject({
      code: 'usage-invalid',
      item: name,
    })
  })

  test.each([
    ['app-1', 'begins with a digit', '`app1`'],
    ['1a', 'begins with a digit', '`a`'],
    ['My_App', 'not in kebab-case', '`my-app`'],
    ['FS', 'not in kebab-case', '`my-project`'],
    ['con', 'Windows has a device', '`my-con`'],
    ['wasi', 'Node.js has a module', '`my-wasi`'],
    ['x'.repeat(65), 'longer than 64', 'shorter'],
  ])('the name %j, with the reason and another', async (name, reason, hint) => {
    await expect(createProject('app', name, { out: '/nowhere/p' })).rejects.toMatchObject({
      message: expect.stringContaining(reason),
      hint: expect.stringContaining(hint),
    })
  })

  test('a WIT without a package or a world, with what is missing', async () => {
    const folder = await temporaryFolder()
    const wit = join(folder, 'mine.wit')
    const refusal = (kind: ProjectKind) =>
      expect(createProject(kind, 'p', { out: '/nowhere/p', wit })).rejects
    for (const kind of kinds) {
      await writeFile(wit, 'interface greet { go: func(); }\n')
      await refusal(kind).toMatchObject({
        code: 'wit-invalid',
        item: wit,
        hint: expect.stringContaining('`package my:package@0.1.0;`'),
      })
      await writeFile(wit, 'package my:lists;\ninterface %list { go: func(); }\n')
      await refusal(kind).toMatchObject({
        code: 'world-unknown',
        item: wit,
        hint: expect.stringContaining('`world my-world { export %list; }`'),
      })
    }
  })

  test('a folder that holds something, and it is left alone', async () => {
    const out = await temporaryFolder()
    await writeFile(join(out, 'mine.txt'), 'mine')
    await expect(createProject('python', 'p', { out })).rejects.toMatchObject({
      code: 'output-unwritable',
      item: out,
    })
    expect(await readdir(out)).toEqual(['mine.txt'])
  })

  test('a place where nothing can be written, and nothing is left beside it', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'file'), '')
    for (const out of [join(folder, 'file'), join(folder, 'file', 'p'), '/proc/nowhere/p'])
      await expect(createProject('python', 'p', { out })).rejects.toMatchObject({ code: 'output-unwritable' })
    expect(await readdir(folder)).toEqual(['file'])
  })

  test.each<[string, string, ProjectKind, string]>([
    ['a resource', 'resource blob { read: func() -> u8; }', 'python', '[method]blob.read'],
    ['a handle', 'resource blob; open: func(name: string) -> blob;', 'app', 'open'],
    ['a stream', 'listen: func() -> stream<u8>;', 'typescript', 'listen'],
    ['an async function', 'wait: async func();', 'python', 'wait'],
    ['names that fall together', 'a1: func(); a-1b: func(); a1b: func();', 'typescript', 'a1b'],
  ])('%s, by name', async (_, items, kind, item) => {
    const out = join(await temporaryFolder(), 'p')
    const wit = { 'w.wit': `package a:b;\ninterface i { ${items} }\nworld w { export i; }\n` }
    await expect(createProject(kind, 'p', { out, wit })).rejects.toMatchObject({
      code: 'world-unsupported',
      item,
    })
    await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('types that grow without end', async () => {
    const types = Array.from(
      { length: 30 },
      (_, index) => `type t${index + 1} = tuple<t${index}, t${index}>;`,
    )
    const wit = {
      'w.wit': `package a:b;\ninterface i { type t0 = u8; ${types.join(' ')} go: func() -> t30; }\nworld w { export i; }\n`,
    }
    for (const kind of kinds)
      await expect(createProject(kind, 'p', { out: '/nowhere', wit })).rejects.toMatchObject({
        code: 'world-unsupported',
        item: 'go',
      })
  })

  test('types of an interface that a component would have to import', async () => {
    const wit = {
      'w.wit':
        'package a:b;\ninterface t { enum e { x } other: func(); }\ninterface i { use t.{e}; go: func() -> e; }\nworld w { export i; }\n',
    }
    await expect(createProject('python', 'p', { out: '/nowhere', wit })).rejects.toMatchObject({
      code: 'world-unsupported',
      item: 'a:b/t',
      hint: expect.stringContaining('export a:b/t'),
    })
  })

  test('a world that is not there, or a WIT that has several', async () => {
    const wit = {
      'w.wit': 'package a:b;\nworld one { export go: func(); }\nworld two { export go: func(); }\n',
    }
    const refusal = (options: CreateProjectOptions) =>
      expect(createProject('python', 'p', { out: '/nowhere', ...options })).rejects
    await refusal({ wit }).toMatchObject({ code: 'world-unknown', details: { worlds: ['one', 'two'] } })
    await refusal({ wit, world: 'three' }).toMatchObject({ code: 'world-unknown', item: 'three' })
    await refusal({ world: 'one' }).toMatchObject({ code: 'usage-invalid', item: 'one' })
    await refusal({ wit, template: 'filter' }).toMatchObject({ code: 'usage-invalid', item: 'filter' })
    await refusal({ wit: '/nowhere.wit' }).toMatchObject({ code: 'input-not-found' })
    await expect(createProject('app', 'p', { out: '/nowhere', wit, world: 'one' })).rejects.toMatchObject({
      code: 'world-unsupported',
      item: 'go',
    })
  })
})

test('a world that is named is named in what comes next, and an empty folder is filled', async () => {
  const wit = {
    'w.wit': 'package a:b;\nworld one { export go: func(); }\nworld two { export go: func(); }\n',
  }
  const out = join(await temporaryFolder(), 'p')
  await mkdir(out)
  const { commands } = await createProject('python', 'p', { out, wit, world: 'two' })
  expect(commands[1]).toBe('airlock componentize . --world two -o p.wasm')
})

test('a folder may have as long a name as the file system takes', async () => {
  const folder = await temporaryFolder()
  for (const name of ['x'.repeat(230), 'x'.repeat(255)]) {
    const { files } = await createProject('python', 'p', { out: join(folder, name) })
    expect(await readdir(join(folder, name))).toEqual(expect.arrayContaining([files[0]]))
  }
  expect(await readdir(folder)).toHaveLength(2)
})

test('packages that serving a request needs too may be in the WIT', async () => {
  const out = join(await temporaryFolder(), 'p')
  const wit = {
    'w.wit':
      'package a:b;\ninterface i { go: func(); }\nworld w { import wasi:clocks/wall-clock@0.2.3; export i; }\n',
    'deps/wasi-clocks-0.2.3/c.wit':
      'package wasi:clocks@0.2.3;\ninterface wall-clock { now: func() -> u64; }\n',
  }
  await expect(createProject('app', 'p', { out, wit })).rejects.toMatchObject({
    code: 'world-unsupported',
    message: expect.stringContaining('wasi:clocks'),
  })
})
