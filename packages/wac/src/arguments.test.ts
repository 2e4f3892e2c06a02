import { runInNewContext } from 'node:vm'
import { beforeAll, expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import {
  checkTargets,
  composeDocument,
  encodeWit,
  inspectComponent,
  parseDocument,
  parseWat,
  plugComponents,
  resolveWit,
} from './index.ts'
import { createFolderResolver, readWitFolder, readWitSources } from './node.ts'

const source = 'package a:b;'
const wit = { 'w.wit': 'package a:b; world w {}' }
let socket: Uint8Array
let plug: { name: string; component: Uint8Array }
beforeAll(async () => {
  socket = await parseWat(socketText({ 'test:dep/number@1.0.0': 'number' }))
  plug = { name: 'p', component: await parseWat(plugText({ 'test:dep/number@1.0.0': 'number' })) }
})

type Call = (wrong: never) => unknown

const compose: Call = (wrong) => composeDocument(source, wrong)
const join: Call = (wrong) => plugComponents(socket, [plug], wrong)
const plain = 'a plain object'

const cases: [item: string, expected: string, call: Call, wrong: unknown][] = [
  ['source', 'a string', (wrong) => composeDocument(wrong), null],
  ['options', plain, compose, null],
  ['options', plain, compose, new (class Options {})()],
  ['options', plain, (wrong) => parseDocument(source, wrong), 'path'],
  ['options.path', 'a string', (wrong) => parseDocument(source, wrong), { path: 7 }],
  ['options.colour', 'true or false', (wrong) => parseDocument(source, wrong), { colour: 'yes' }],
  ['options.validate', 'true or false', compose, { validate: 'no' }],
  ['options.packages', 'an object or a function', compose, { packages: 5 }],
  ['options.packages', 'an object or a function', compose, { packages: null }],
  ['options.packages', plain, compose, { packages: new Map() }],
  ['options.packages["a:b"]', 'a Uint8Array', compose, { packages: { 'a:b': 'text' } }],
  ['socket', 'a Uint8Array', (wrong) => plugComponents(wrong, []), new ArrayBuffer(8)],
  ['plugs', 'an array', (wrong) => plugComponents(socket, wrong), 'x'],
  ['plugs[0]', plain, (wrong) => plugComponents(socket, wrong), [null]],
  ['plugs[0].name', 'a string', (wrong) => plugComponents(socket, wrong), [{}]],
  ['plugs[0].component', 'a Uint8Array', (wrong) => plugComponents(socket, wrong), [{ name: 'p' }]],
  ['options', plain, join, null],
  ['options.feed', 'true or false', join, { feed: 'no' }],
  ['options.connect', 'an array', join, { connect: {} }],
  ['options.connect[0].import', 'a string', join, { connect: [{}] }],
  ['options.unmatched', "'refuse' or 'drop'", join, { unmatched: 'ignore' }],
  ['options.renameExports', plain, join, { renameExports: new Map() }],
  ['options.renameExports["f"]', 'a string', join, { renameExports: { f: 1 } }],
  ['options.allowedImports', 'an array', join, { allowedImports: 'wasi:*' }],
  ['options.allowedImports[1]', 'a string', join, { allowedImports: ['wasi:*', 7] }],
  ['options.world', 'a string', (wrong) => checkTargets(socket, wit, wrong), { world: 3 }],
  ['wit', plain, (wrong) => checkTargets(socket, wrong), null],
  ['files', plain, (wrong) => encodeWit(wrong), 'package a:b;'],
  ['files["w.wit"]', 'a string or a Uint8Array', (wrong) => encodeWit(wrong), { 'w.wit': 7 }],
  ['options.path', 'a string', (wrong) => resolveWit(wit, wrong), { path: 3 }],
  ['text', 'a string', (wrong) => parseWat(wrong), new Uint8Array()],
  ['options', plain, (wrong) => parseWat('(module)', wrong), []],
  ['bytes', 'a Uint8Array', (wrong) => inspectComponent(wrong), new Uint16Array(4)],
  ['path', 'a string', (wrong) => readWitFolder(wrong), 7],
  ['path', 'a string', (wrong) => readWitSources(wrong), new URL('file:///wit')],
  ['options.folder', 'a string', async (wrong) => createFolderResolver(wrong), { folder: 7 }],
  [
    'options.overrides["a:b"]',
    'a string',
    async (wrong) => createFolderResolver(wrong),
    { overrides: { 'a:b': 1 } },
  ],
  ['request.name', 'a string', (wrong) => createFolderResolver()(wrong), { key: 'a:b' }],
]

it.each(cases)('%s must be %s', async (item, expected, call, wrong) => {
  await expect((async () => call(wrong as never))()).rejects.toMatchObject({
    code: 'usage-invalid',
    item,
    message: `${item} must be ${expected}.`,
    hint: `Pass ${expected}.`,
  })
})

it('options that there are not', async () => {
  const options = { allowedImport: [] } as never
  await expect(plugComponents(socket, [plug], options)).rejects.toMatchObject({
    code: 'usage-invalid',
    item: 'options.allowedImport',
    hint: 'It takes connect, feed, unmatched, renameExports, allowedImports.',
  })
  const connect = [{ import: 'a', plug: 'p', exports: 'b' } as never]
  await expect(plugComponents(socket, [plug], { connect })).rejects.toMatchObject({
    item: 'options.connect[0].exports',
  })
})

it('options that are not given', async () => {
  const options = { connect: undefined, feed: undefined, unmatched: undefined, allowedImports: undefined }
  const { openImports } = await plugComponents(socket, [plug], { ...options, renameExports: undefined })
  expect(openImports).toEqual([])
  const path = undefined
  expect(await parseWat('(module)', { path })).toHaveLength(8)
  expect(await composeDocument(source, { path, packages: undefined, validate: undefined })).toBeInstanceOf(
    Uint8Array,
  )
})

it.each(['text', new Error('mine')])('a getter that throws %s', async (thrown) => {
  const throwing = {
    get component(): Uint8Array {
      throw thrown
    },
  }
  const work = plugComponents(socket, [
    Object.defineProperty({ ...plug }, 'component', {
      ...Object.getOwnPropertyDescriptor(throwing, 'component'),
      enumerable: true,
    }),
  ])
  await expect(work).rejects.toMatchObject({
    code: 'usage-invalid',
    item: 'plugs[0].component',
    cause: thrown,
  })
})

it('reads each property once', async () => {
  let reads = 0
  const counted = {
    name: 'p',
    get component() {
      reads++
      return plug.component
    },
  }
  await plugComponents(socket, [counted])
  expect(reads).toBe(1)
})

it('bytes of another realm', async () => {
  const foreign = runInNewContext('new Uint8Array([0, 97, 115, 109, 13, 0, 1, 0])')
  expect(foreign).not.toBeInstanceOf(Uint8Array)
  expect((await inspectComponent(foreign)).kind).toBe('component')
})

it('a resolver that throws what has no text', async () => {
  const thrown = Object.create(null)
  const packages = () => {
    throw thrown
  }
  const work = composeDocument('package a:b; let x = new c:d {};', { packages })
  await expect(work).rejects.toMatchObject({ code: 'document-invalid', cause: thrown })
})

it('a document that is nested too deeply is named', async () => {
  const deep = `package a:b; let x = ${'('.repeat(200_000)}`
  const error = await parseDocument(deep, { path: 'deep.wac' }).catch((error) => error)
  expect(error).toMatchObject({ code: 'document-invalid', details: { path: 'deep.wac' } })
  expect(typeof error.details.report).toBe('string')
})
