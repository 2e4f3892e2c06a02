import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspectComponent } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { componentizeSource } from '../componentize-source.ts'
import { AMPLE_MS, build, buildInDeepFolder, watchTemporaryFiles } from '../test-support/scratch.ts'
import { makeFolder } from '../test-support/source-folder.ts'

watchTemporaryFiles()

const PROMPT = 'component:promptprocessor/promptmodification@0.0.1'
const AFTER = 'def after(x):\n  return x\n'
const examples = fileURLToPath(new URL('../../../../python-examples', import.meta.url))

test('one file a function, a requirement and a relative path; what is written at build time comes to nothing', async () => {
  const planter = await readFile(`${examples}/hostile/write-at-build/app.py`, 'utf8')
  const folder = await makeFolder({
    'before.py':
      'import humanize, planter\n\ndef before(userprompt: str) -> str:\n  return humanize.intcomma(userprompt) or "airlock-build-abc-data"\n',
    'after.py': AFTER,
    'requirements.txt': 'humanize>=4,<5\n',
    'planter.py': planter,
    // Neither the world's module nor the glue can be replaced by files of the author.
    'wit_world.py': 'raise SystemExit',
    'airlock_glue.py': 'raise SystemExit',
  })
  const listing = await readdir(folder)
  const seen: string[] = []
  const { built, pieces } = await buildInDeepFolder(relative(process.cwd(), folder), {
    onProgress: (event) => seen.push(event.type === 'progress' ? event.message : event.type),
  })
  const inspection = await inspectComponent(built.bytes)
  expect(built.language).toBe('python')
  expect(built.sha256).toBe(createHash('sha256').update(built.bytes).digest('hex'))
  expect(inspection.invalid).toBeNull()
  expect(inspection.imports).toEqual([])
  expect(inspection.exports.map((item) => item.name)).toContain(PROMPT)
  expect(seen).toEqual(
    expect.arrayContaining(['copying the source', 'installing humanize', 'building the component']),
  )
  const text = Buffer.from(built.bytes).toString('latin1')
  expect(text.includes(folder)).toBe(false)
  expect(text.includes('airlock-build-abc-data')).toBe(true)
  expect(pieces).toEqual([])
  expect(await readdir(folder)).toEqual(listing)
})

test('a file named like a module that the interpreter has loaded already', async () => {
  const folder = await makeFolder({ 'code.py': `def before(x):\n  return x\n${AFTER}` })
  expect(await build(`${folder}/code.py`)).toBe('built python')
})

test('classes written for componentize-py, in a world of their own, with WASI', async () => {
  const folder = await makeFolder({
    'wit/w.wit':
      'package my:pkg; interface text-tools { twice: func(s: string) -> result<string, string>; } world w { export text-tools; export go-on: func() -> list<u8>; }',
    'app.py':
      'from wit_world import exports\nclass TextTools(exports.TextTools):\n  def twice(self, s):\n    return s + s\n\ndef go_on() -> bytes:\n  return b""\n',
  })
  const { bytes } = await componentizeSource(folder, { wasi: true, timeoutMs: AMPLE_MS })
  const { imports, exports } = await inspectComponent(bytes)
  expect(imports.map((item) => item.name)).toContain('wasi:cli/environment@0.2.9')
  expect(exports.map((item) => item.name)).toEqual(expect.arrayContaining(['my:pkg/text-tools', 'go-on']))
})

test('a file of the machine is not there at build time; an exception names file and line of the author', async () => {
  const folder = await makeFolder({
    'app.py': `import helper\ndef before(x):\n  return x\n${AFTER}`,
    'helper.py':
      'try:\n  import reader\nexcept FileNotFoundError:\n  raise ValueError("no \\x1b[31m luck")\n',
    'reader.py': await readFile(`${examples}/hostile/read-at-build/app.py`, 'utf8'),
  })
  await expect(build(folder)).rejects.toMatchObject({
    code: 'source-import-failed',
    item: `${folder}/helper.py`,
    message: `${folder}/helper.py:4: ValueError: no \\u{1b}[31m luck`,
    step: 'componentize',
  })
})

test('top-level code that loops meets the deadline', async () => {
  const built = build(`${examples}/hostile/loop-at-build`, { timeoutMs: 6_000 })
  await expect(built).rejects.toMatchObject({ code: 'build-timeout' })
})

test('top-level code that eats memory meets the cap', async () => {
  const built = build(`${examples}/hostile/memory-at-build`, { maxMemoryBytes: 700 * 1024 ** 2 })
  await expect(built).rejects.toMatchObject({ code: 'build-memory-exceeded' })
})

test('an abort ends the build', async () => {
  const controller = new AbortController()
  const built = build(`${examples}/pirate`, {
    signal: controller.signal,
    onProgress: (event) => {
      if (event.type === 'progress' && event.message === 'building the component')
        setImmediate(() => controller.abort())
    },
  })
  await expect(built).rejects.toMatchObject({ code: 'aborted' })
})

test('a syntax error, a missing function and refused requirements need no build', async () => {
  const syntax = await makeFolder({ 'app.py': 'def before(x):\n  return (\n' })
  await expect(build(syntax)).rejects.toMatchObject({
    code: 'source-syntax-error',
    item: `${syntax}/app.py`,
    hint: expect.stringContaining('Correct the line that is named.'),
    details: { line: 2, source: '  return (' },
  })
  const missing = await makeFolder({ 'app.py': AFTER })
  await expect(build(missing)).rejects.toMatchObject({
    code: 'function-missing',
    item: 'before',
  })
  await expect(build(`${examples}/hostile/dependency`)).rejects.toMatchObject({
    code: 'dependency-refused',
  })
})

test('a package without a pure-Python wheel is refused by name', async () => {
  const folder = await makeFolder({
    'app.py': `def before(x):\n  return x\n${AFTER}`,
    'requirements.txt': 'numpy\n',
  })
  await expect(build(folder)).rejects.toMatchObject({
    code: 'dependency-refused',
    item: 'numpy',
  })
})

test('what strangers say in comments of a WIT does not reach the code that the build generates', async () => {
  const comment = '/// """\n/// import nowhere\n/// """ \\\n'
  const folder = await makeFolder({
    'wit/w.wit': `package a:b;\n${comment}interface i {\n${comment}record r {\n${comment}n: u8 }\n${comment}enum e { ${comment}x }\n${comment}go: func(r: r) -> e; }\n${comment}world w { ${comment}export i; }\n`,
    'app.py': 'from wit_world.exports.i import E\n\ndef go(r) -> E:\n  return E.X\n',
  })
  expect(await build(folder)).toBe('built python')
})
