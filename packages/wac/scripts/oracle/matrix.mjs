// Small generated components, each pair of them, plugged and checked against worlds by both sides.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkTargets, parseWat, plugComponents } from '@wasm-airlock/wac'
import { plugText, socketText, worldFiles } from '../../src/fixtures.ts'
import { describeOutcome } from './outcome.mjs'
import { runProgram } from './wac.mjs'

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'
const nothing = 'test:dep/nothing@1.0.0'

const components = {
  socket: socketText({ [number]: 'number', [doubled]: 'doubled' }),
  'one-import': socketText({ [number]: 'number' }),
  none: '(component)',
  number: plugText({ [number]: 'number' }),
  doubled: plugText({ [doubled]: 'doubled' }),
  renamed: plugText({ [doubled]: 'renamed' }),
  wrong: plugText({ [number]: 'doubled' }),
  newer: plugText({ 'test:dep/number@1.3.0': 'number' }),
  major: plugText({ 'test:dep/number@2.0.0': 'number' }),
  unversioned: plugText({ 'test:dep/number': 'number' }),
  both: plugText({ [number]: 'number', [doubled]: 'doubled' }),
  half: plugText({ [number]: 'number', [doubled]: 'renamed' }),
  needy: plugText({ [number]: 'number' }, { [nothing]: 'nothing' }),
  feeding: plugText({ [number]: 'number' }, { [doubled]: 'doubled' }),
  module: '(module)',
  named: `(component $name ${socketText({ [number]: 'number' }).slice('(component'.length)}`,
}
const sockets = ['socket', 'one-import', 'named', 'none', 'module']
const worlds = [
  '',
  `export ${number};`,
  `import ${number};`,
  `import ${number}; import ${doubled}; export run-0: func() -> u32; export run-1: func(x: u32) -> u32;`,
  `import ${nothing}; export ${number};`,
  `import ${doubled}; export ${number}; export ${nothing};`,
  'export run-0: func() -> u64;',
  'export run-0: fun();',
]

/** @returns One result a comparison: `{ name, same, theirs, ours }`. */
export async function compareMatrix(root) {
  const folder = join(root, 'matrix')
  const bytes = await writeComponents(folder)
  const names = Object.keys(bytes)
  const lists = [
    ...names.map((plug) => [plug]),
    ...names.flatMap((plug) => [
      [plug, 'both'],
      ['number', plug],
    ]),
  ]
  const results = []
  for (const socket of sockets) {
    for (const plugs of lists) results.push(await comparePlug(folder, bytes, socket, plugs))
  }
  for (const [index, body] of worlds.entries()) {
    for (const [path, text] of Object.entries(worldFiles(body))) {
      await write(join(folder, `world${index}`, path), text)
    }
    for (const name of Object.keys(bytes)) results.push(await compareWorld(folder, bytes, name, index))
  }
  return results
}

async function writeComponents(folder) {
  const bytes = {}
  for (const [name, text] of Object.entries(components)) {
    bytes[name] = await parseWat(text)
    await write(join(folder, `${name}.wasm`), bytes[name])
  }
  bytes.body = bytes.number.slice()
  bytes.body[bytes.body.findIndex((byte, index) => byte === 0x41 && bytes.body[index + 1] === 7)] = 0x1a
  await write(join(folder, 'body.wasm'), bytes.body)
  return bytes
}

async function comparePlug(folder, bytes, socket, plugs) {
  const args = ['plug', `${socket}.wasm`, ...plugs.flatMap((plug) => ['--plug', `${plug}.wasm`])]
  const theirs = await runProgram('wac', args, { folder, output: null })
  const given = plugs.map((name) => ({ name, component: bytes[name] }))
  const name = `matrix: ${socket} < ${plugs.join(', ')}`
  try {
    const { component } = await plugComponents(bytes[socket], given, { unmatched: 'drop' })
    const same = theirs.exit === 0 && Buffer.compare(theirs.stdout, component) === 0
    return { name, same, theirs: describeOutcome(theirs), ours: `${component.length} bytes` }
  } catch (error) {
    return { name, same: theirs.exit === 1, theirs: describeOutcome(theirs), ours: String(error) }
  }
}

async function compareWorld(folder, bytes, name, index) {
  const args = ['targets', `${name}.wasm`, '--wit', `world${index}`]
  const theirs = await runProgram('wac', args, { folder, output: null })
  const verdict = await checkTargets(bytes[name], worldFiles(worlds[index])).catch((error) => error)
  return {
    name: `matrix: ${name} in world ${index}`,
    same: (theirs.exit === 0) === (verdict.ok === true),
    theirs: describeOutcome(theirs),
    ours: JSON.stringify(verdict),
  }
}

async function write(path, content) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
