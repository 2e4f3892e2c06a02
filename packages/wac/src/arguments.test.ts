import { beforeAll, expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import {
  checkTargets,
  composeDocument,
  encodeWit,
  parseDocument,
  parseWat,
  plugComponents,
  resolveWit,
} from './index.ts'

const source = 'package a:b;'
const wit = { 'w.wit': 'package a:b; world w {}' }
let socket: Uint8Array
let plug: { name: string; component: Uint8Array }
beforeAll(async () => {
  socket = await parseWat(socketText({ 'test:dep/number@1.0.0': 'number' }))
  plug = { name: 'p', component: await parseWat(plugText({ 'test:dep/number@1.0.0': 'number' })) }
})

const cases: [string, string, () => Promise<unknown>][] = (
  [] as [string, string, (wrong: never) => unknown, unknown][]
)
  .concat([
    ['source', 'a string', (wrong) => composeDocument(wrong), null],
    ['options', 'an object', (wrong) => composeDocument(source, wrong), null],
    ['options', 'an object', (wrong) => parseDocument(source, wrong), 'path'],
    ['path', 'a string', (wrong) => parseDocument(source, wrong), { path: 7 }],
    ['colour', 'true or false', (wrong) => parseDocument(source, wrong), { colour: 'yes' }],
    ['validate', 'true or false', (wrong) => composeDocument(source, wrong), { validate: null }],
    ['packages', 'an object', (wrong) => composeDocument(source, wrong), { packages: 5 }],
    ['packages', 'an object', (wrong) => composeDocument(source, wrong), { packages: null }],
    ['plugs', 'an array', (wrong) => plugComponents(socket, wrong), 'x'],
    ['plugs[0]', 'an object', (wrong) => plugComponents(socket, wrong), [null]],
    ['plugs[0].name', 'a string', (wrong) => plugComponents(socket, wrong), [{}]],
    ['p', 'a Uint8Array', (wrong) => plugComponents(socket, wrong), [{ name: 'p' }]],
    ['options', 'an object', (wrong) => plugComponents(socket, [plug], wrong), null],
    ['connect', 'an array', (wrong) => plugComponents(socket, [plug], wrong), { connect: {} }],
    ['connect[0].import', 'a string', (wrong) => plugComponents(socket, [plug], wrong), { connect: [{}] }],
    ['unmatched', "'refuse' or 'drop'", (wrong) => plugComponents(socket, [plug], wrong), { unmatched: 'x' }],
    [
      'renameExports.f',
      'a string',
      (wrong) => plugComponents(socket, [plug], wrong),
      { renameExports: { f: 1 } },
    ],
    ['allowedImports', 'an array', (wrong) => plugComponents(socket, [plug], wrong), { allowedImports: '*' }],
    ['world', 'a string', (wrong) => checkTargets(socket, wit, wrong), { world: 3 }],
    ['wit', 'an object', (wrong) => checkTargets(socket, wrong), null],
    ['wit', 'an object', (wrong) => encodeWit(wrong), 'package a:b;'],
    ['path', 'a string', (wrong) => resolveWit(wit, wrong), { path: 3 }],
    ['text', 'a string', (wrong) => parseWat(wrong), new Uint8Array()],
    ['options', 'an object', (wrong) => parseWat('(module)', wrong), []],
  ])
  .map(([item, expected, call, wrong]) => [item, expected, async () => call(wrong as never)])

it.each(cases)('%s must be %s', async (item, expected, call) => {
  await expect(call()).rejects.toMatchObject({
    code: 'usage-invalid',
    item,
    message: `${item} must be ${expected}.`,
  })
})
