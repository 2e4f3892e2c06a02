import { fileURLToPath } from 'node:url'
import { inspectComponent } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { componentizeSource } from '../componentize-source.ts'
import { AMPLE_MS, build, buildInDeepFolder, watchTemporaryFiles } from '../test-support/scratch.ts'
import { makeFolder } from '../test-support/source-folder.ts'

watchTemporaryFiles()

const example = fileURLToPath(new URL('../../../../js-example', import.meta.url))

test('TypeScript becomes a component that imports nothing', async () => {
  const { bytes, language } = await componentizeSource(example, { timeoutMs: AMPLE_MS })
  const { imports, exports, invalid } = await inspectComponent(bytes)
  expect(language).toBe('typescript')
  expect(invalid).toBeNull()
  expect(imports).toEqual([])
  expect(exports.map((item) => item.name)).toEqual(['component:promptprocessor/promptmodification@0.0.1'])
})

test('no piece of a path of the machine is in a component, and every text of the author is', async () => {
  const texts = ['airlock-build-abc-data', 'airlock-build-', 'mp/airlock-build-a1B2c3/bundle', '/airlock/']
  const folder = await makeFolder({
    'index.js': `export const before = (s) => s + ${JSON.stringify(texts)}.join()\nexport const after = (s) => new Error(s).stack\n`,
  })
  const { built, pieces } = await buildInDeepFolder(folder)
  expect(pieces).toEqual([])
  const bytes = Buffer.from(built.bytes)
  expect(texts.filter((text) => !bytes.includes(`"${text}"`))).toEqual([])
  // The same texts once more, each a string of the engine.
  for (const text of texts.slice(0, 3)) expect(bytes.toString('latin1').split(text).length).toBeGreaterThan(2)
  const paths = bytes.toString('latin1').matchAll(/airlock-build-[\w-]*/g)
  expect(new Set([...paths].map(String))).toEqual(
    new Set(['airlock-build-abc-data', 'airlock-build-', 'airlock-build-a1B2c3']),
  )
})

test('features that are allowed become imports; functions of the world are wired too', async () => {
  const folder = await makeFolder({
    'wit/w.wit':
      'package my:pkg; interface log { note: func(s: string); } world w { import log; export stamp-it: func(s: string) -> u64; }',
    'one.js':
      "import { note } from 'my:pkg/log'\nexport const stampIt = (s) => { note(s); return BigInt(Date.now()) }",
  })
  const { bytes } = await componentizeSource(`${folder}/one.js`, {
    features: ['clocks'],
    timeoutMs: AMPLE_MS,
  })
  const { imports, exports } = await inspectComponent(bytes)
  const names = imports.map((item) => item.name)
  expect(names).toContain('my:pkg/log')
  expect(names.some((name) => name.startsWith('wasi:clocks/'))).toBe(true)
  expect(names.some((name) => name.startsWith('wasi:http/'))).toBe(false)
  expect(exports.map((item) => item.name)).toContain('stamp-it')
})

test('an exception at the top level names file and line of the author', async () => {
  const folder = await makeFolder({
    'index.ts':
      "import { f } from './helper'\nf()\nexport const before = (x: string) => x\nexport const after = before\n",
    'helper.ts':
      'interface Unused {\n  a: string\n}\nexport function f(): void {\n  throw new Error("bang")\n}\n',
  })
  await expect(build(folder)).rejects.toMatchObject({
    code: 'source-import-failed',
    item: `${folder}/helper.ts`,
    details: { line: 5 },
  })
})

test('a function with too many parameters is a mismatch', async () => {
  const folder = await makeFolder({
    'index.js': 'export const before = (a, b) => a + b; export const after = (a) => a',
  })
  await expect(build(folder)).rejects.toMatchObject({
    code: 'function-signature-mismatch',
    item: 'before',
  })
})

test('top-level code that loops meets the deadline', async () => {
  const built = build(`${example}/hostile/loop-at-build`, { timeoutMs: 5_000 })
  await expect(built).rejects.toMatchObject({ code: 'build-timeout' })
})

test('imports that leave the source are refused with file and line', async () => {
  await expect(build(`${example}/hostile/read-above`)).rejects.toMatchObject({
    code: 'source-import-failed',
    details: { line: 2 },
  })
  await expect(build(`${example}/hostile/builtin`)).rejects.toMatchObject({
    code: 'dependency-refused',
  })
})
