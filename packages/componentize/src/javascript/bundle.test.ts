import { rm } from 'node:fs/promises'
import { promptWit } from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { afterEach, expect, test } from 'vitest'
import { makeFolder } from '../test-support/source-folder.ts'
import { readWorld } from '../wit/world-model.ts'
import { bundleSource } from './bundle.ts'
import { findEntries } from './entry.ts'

const world = readWorld(await resolveWit(promptWit), 'promptmodifier')
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function bundle(sources: Record<string, string>, fit = world) {
  const folder = await makeFolder(sources)
  folders.push(folder)
  const files = Object.keys(sources)
  const names = Object.fromEntries(files.map((file) => [file, `mine/${file}`]))
  const entries = await findEntries(folder, files, 'mine')
  return bundleSource({ folder, files, entries, names, world: fit, fetchEvent: false })
}

type Interface = Readonly<Record<string, (...args: unknown[]) => unknown>>

/** Loads a bundle into this process: the sources are those of this test. */
async function loadAll(
  sources: Record<string, string>,
  fit = world,
): Promise<Readonly<Record<string, Interface>>> {
  const { code } = await bundle(sources, fit)
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}

async function load(sources: Record<string, string>) {
  const loaded = await loadAll(sources)
  return loaded.promptmodification as Record<'before' | 'after', (text: string) => unknown>
}

const both = 'export const before = (x) => x; export const after = (x) => x + "!"'

test('exported functions become the interface', async () => {
  const made = await load({
    'index.ts':
      "import { tail } from './lib/tail.js'; import data from './d.json' with { type: 'json' }; export function before(p: string) { return data.p + p }; export const after = async (r: string): Promise<string> => tail(r)",
    'lib/tail.ts': 'export const tail = (x: string) => x + "!"',
    'd.json': '{"p": "P "}',
    'index.test.ts': 'this is never read',
  })
  expect(made.before('x')).toBe('P x')
  expect(await made.after('x')).toBe('x!')
})

test('one file a function, main of package.json, src/ and an object named like the interface work too', async () => {
  const apart = await load({
    'before.js': 'export const before = () => "b"',
    'after.js': 'export const after = () => "a"',
  })
  expect([apart.before(''), apart.after('')]).toEqual(['b', 'a'])
  const main = await load({ 'package.json': '{"main": "./code/x.js"}', 'code/x.js': both, 'index.js': '' })
  expect(main.after('')).toBe('!')
  expect((await load({ 'src/index.ts': both })).after('')).toBe('!')
  const object = await load({ 'a.js': `${both}; export const promptmodification = { before: () => 1 }` })
  expect(object.before('')).toBe(1)
})

test('a function may bear the name of its interface, and an object stays one', async () => {
  const wit = {
    'w.wit':
      'package a:b; interface greet { greet: func(name: string) -> string; %list: func(); } interface %list { %list: func(); } world one { export greet; } world both { export greet; export %list; }',
  }
  const resolution = await resolveWit(wit)
  const one = readWorld(resolution, 'one')
  const both = readWorld(resolution, 'both')
  const list = 'export const list = () => {}'
  const greet = 'export function greet(name) { return "Hello " + name }'
  const object = 'export const greet = { greet: (name) => name, list() {} }'
  const plain = await loadAll({ 'a.js': `${greet}; ${list}` }, one)
  expect(plain.greet?.greet?.('you')).toBe('Hello you')
  expect((await loadAll({ 'a.js': object }, one)).greet?.greet?.('you')).toBe('you')
  expect((await loadAll({ 'a.js': `${object}; ${list}` }, both)).list?.list?.()).toBe(undefined)
  await expect(loadAll({ 'a.js': greet }, one)).rejects.toThrow('"name":"list","message":"is not exported"')
  await expect(loadAll({ 'a.js': `${greet}; ${list}` }, both)).rejects.toThrow('two functions of the world')
})

test('a result of the wrong type raises', async () => {
  const made = await load({ 'a.js': 'export const before = () => 5; export const after = async () => null' })
  expect(() => made.before('')).toThrow('before returned number, but its WIT signature is before: func')
  await expect(made.after('')).rejects.toThrow('after returned object')
})

test.each([
  ['function-missing', 'export const before = (x) => x', 'after'],
  ['source-syntax-error', 'export const before = (x => x', 'mine/index.js'],
  ['dependency-refused', `import 'node:fs'; ${both}`, 'mine/index.js'],
  ['dependency-refused', `import 'fs'; ${both}`, 'mine/index.js'],
  ['dependency-refused', `import 'left-pad'; ${both}`, 'mine/index.js'],
  ['dependency-refused', `import '/etc/passwd'; ${both}`, 'mine/index.js'],
  ['dependency-refused', `import 'https://evil.example/x.js'; ${both}`, 'mine/index.js'],
  ['dependency-refused', `import 'source:index.js'; ${both}`, 'mine/index.js'],
  ['source-import-failed', `import '../../secret.json'; ${both}`, 'mine/index.js'],
  ['source-import-failed', `import x from './notes.txt'; ${both}`, 'mine/index.js'],
  ['source-import-failed', `import x from './d.json' with { type: 'text' }; ${both}`, 'mine/index.js'],
  ['source-import-failed', `import './gone.js'; ${both}`, 'mine/index.js'],
])('%s for %s', async (code, source, item) => {
  const made = bundle({ 'index.js': source, 'notes.txt': 'x', 'd.json': '{}' })
  await expect(made).rejects.toMatchObject({ code, item })
})

test('settings of the author do not reach the bundler', async () => {
  const { code } = await bundle({
    'index.ts': both,
    'tsconfig.json': '{"extends": "/etc/passwd", "compilerOptions": {"paths": {"*": ["/etc/*"]}}}',
  })
  expect(code).not.toContain('root:')
})
