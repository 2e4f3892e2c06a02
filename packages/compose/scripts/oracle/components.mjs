// Components that hand every call on, made by the real wasm-tools: what they export, somebody else has to answer, and
// what the host is told shows who was called with what, and how often that instance was.
import { writeFile } from 'node:fs/promises'
import { nameOf, printWorld } from './interfaces.mjs'
import { run } from './real-tools.mjs'

/**
 * @typedef {object} Route
 * @property {import('./interfaces.mjs').Interface} export
 * @property {import('./interfaces.mjs').Interface} to What is called instead; it has functions of the same names.
 * @property {import('./interfaces.mjs').Interface} [counter] Where each call is counted: it has `call-count`.
 */

/** What counts the calls of an instance. */
export const callCount = { name: 'call-count', params: ['u32'], result: null, chains: false }

/**
 * @param {string} path Where it is written, without `.wasm`.
 * @param {readonly Route[]} routes
 */
export async function buildForwarder(path, routes) {
  const imports = new Map(
    routes.flatMap(({ to, counter }) => [to, counter ?? to]).map((each) => [nameOf(each), each]),
  )
  await writeFile(
    `${path}.wit`,
    printWorld(
      [...imports.values()],
      routes.map((route) => route.export),
    ),
  )
  const { stdout } = await run('wasm-tools', ['component', 'embed', '--dummy', `${path}.wit`, '-t'])
  await writeFile(`${path}.wat`, forward(stdout, routes))
  await run('wasm-tools', ['component', 'new', `${path}.wat`, '-o', `${path}.wasm`])
}

/** The dummy module with bodies, which pass on what they get: its types stay those that wasm-tools has found. */
function forward(dummy, routes) {
  const lines = dummy.split('\n')
  const types = lines.filter((line) => line.startsWith('  (type '))
  const imports = lines.filter((line) => line.startsWith('  (import '))
  const exports = lines.filter((line) => line.startsWith('  (export '))
  const custom = lines.filter((line) => line.startsWith('  (@custom '))
  const imported = new Map(
    imports.map((line) => {
      const [, module, name, index, params] =
        /\(import "([^"]*)" "([^"]*)" \(func \(;(\d+);\) \(type \d+\)(?: \(param ([^)]*)\))?/.exec(line)
      return [`${module}|${name}`, { index, params: words(params) }]
    }),
  )
  const exported = new Map(
    exports.flatMap((line) => {
      const [, name, index] = /\(export "([^"]*)" \(func (\d+)\)/.exec(line) ?? []
      return name === undefined ? [] : [[index, name]]
    }),
  )
  const body = (name, params, result) => {
    if (name === 'cm32p2_realloc') return realloc
    if (name.endsWith('_post')) return '    (global.set $free (i32.const 65536))'
    if (name === 'cm32p2_initialize') return ''
    const [, from, func] = /^cm32p2\|(.*)\|([^|]*)$/.exec(name)
    const { to, counter } = routes.find((route) => moduleOf(route.export) === from)
    const target = imported.get(`cm32p2|${moduleOf(to)}|${func}`)
    const gets = params.map((_, index) => `(local.get ${index})`)
    const inMemory = target.params.length > params.length
    return [
      ...(counter === undefined ? [] : count(imported.get(`cm32p2|${moduleOf(counter)}|call-count`).index)),
      `    (call ${target.index} ${gets.join(' ')} ${inMemory ? '(i32.const 0)' : ''})`,
      inMemory && result !== undefined ? '    (i32.const 0)' : '',
    ].join('\n')
  }
  const functions = lines.flatMap((line) => {
    const [, head, index, params, result] =
      /^ {2}(\(func \(;(\d+);\) \(type \d+\)(?: \(param ([^)]*)\))?(?: \(result ([^)]*)\))?)/.exec(line) ?? []
    return head === undefined ? [] : [`  ${head}\n${body(exported.get(index), words(params), result)})`]
  })
  return `(module\n${[...types, ...imports].join('\n')}
  (memory (;0;) 1024)
  (global $free (mut i32) (i32.const 65536))
  (global $count (mut i32) (i32.const 0))
${[...exports, ...functions, ...custom].join('\n')}\n)\n`
}

const count = (index) => [
  '    (global.set $count (i32.add (global.get $count) (i32.const 1)))',
  `    (call ${index} (global.get $count))`,
]

const realloc = `    (local $at i32)
    (local.set $at (i32.and
      (i32.add (global.get $free) (i32.sub (local.get 2) (i32.const 1)))
      (i32.sub (i32.const 0) (local.get 2))))
    (global.set $free (i32.add (local.get $at) (local.get 3)))
    (memory.copy (local.get $at) (local.get 0) (local.get 1))
    (local.get $at)`

/** `a:b/c@1.2.3` is `a:b/c@1` in the names of a core module. */
function moduleOf({ package: of, label, version }) {
  if (version === null) return `${of}/${label}`
  const [, major, minor, patch, rest] = /^(\d+)\.(\d+)\.(\d+)(.*)$/.exec(version)
  const short = rest !== '' ? version : major !== '0' ? major : minor !== '0' ? `0.${minor}` : `0.0.${patch}`
  return `${of}/${label}@${short}`
}

function words(text = '') {
  return text.split(' ').filter(Boolean)
}
