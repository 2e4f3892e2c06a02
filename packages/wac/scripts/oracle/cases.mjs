// Every case of the corpus with the sets of arguments that both sides are run with.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listFiles } from './stage.mjs'
import { usageCases } from './usage.mjs'

/**
 * @typedef {object} Case
 * @property {string} name `documents/new-named`
 * @property {string} set Which arguments: `compose -t`
 * @property {string} folder Where it runs.
 * @property {readonly string[]} args
 * @property {boolean} [isJson] This package prints JSON where `wac` prints a graph.
 * @property {readonly string[]} [ours] Where the arguments of this package differ.
 * @property {string | null} output The file that `-o` names.
 */

/** @returns {Promise<Case[]>} */
export async function listCases(root) {
  const files = await listFiles(root)
  return [
    ...files.flatMap((file) => documentCases(root, file)),
    ...(await pairCases(root, files)),
    ...(await targetCases(root, files)),
    ...usageCases(root),
  ]
}

const overrides = [
  '--dep',
  'demo:number=deps/demo/number-newer.wat',
  '-d',
  'demo:words = deps/demo/words.wat',
]

const parts = ['compose', '-d', 'demo:plug=plug.wasm', '-d', 'demo:socket=socket.wasm']

function documentCases(root, file) {
  const [, name] = /^documents\/([^/]+)\.wac$/.exec(file) ?? []
  if (name === undefined) return []
  const path = `${name}.wac`
  const sets = {
    'compose -o': ['compose', path, '-o', 'out.wasm'],
    compose: ['compose', path],
    'compose -t': ['compose', '-t', path],
    'compose -i -o': ['compose', '-i', path, '-o', 'out.wasm'],
    'compose -i -t': ['compose', '--import-dependencies', '--wat', path],
    'compose --no-validate': ['compose', '--no-validate', path, '--output', 'out.wasm'],
    'compose --deps-dir': ['compose', '--deps-dir', 'deps/demo', path, '-o', 'out.wasm'],
    'compose --dep': ['compose', ...overrides, path, '-o', 'out.wasm'],
    'compose --dep PKG=missing': ['compose', '-d', 'demo:number=missing.wasm', path, '-o', 'out.wasm'],
    parse: ['parse', path],
    'parse from outside': ['parse', `documents/${path}`],
    resolve: ['resolve', path],
    'resolve --dot': ['resolve', path],
    'resolve --dot --dep': ['resolve', ...overrides, path],
  }
  return Object.entries(sets).map(([set, args]) => ({
    name: `documents/${name}`,
    set,
    folder: join(root, set.endsWith('outside') ? '.' : 'documents'),
    args,
    ...(set === 'resolve' ? { isJson: true } : {}),
    ...(set.startsWith('resolve --dot') ? { ours: ['resolve', '--dot', ...args.slice(1)] } : {}),
    output: args.includes('-o') || args.includes('--output') ? 'out.wasm' : null,
  }))
}

async function pairCases(root, files) {
  const names = [...new Set(files.flatMap((file) => /^pairs\/([^/]+)\//.exec(file)?.[1] ?? []))]
  const cases = await Promise.all(
    names.map(async (name) => {
      const folder = join(root, 'pairs', name)
      const own = files.filter((file) => file.startsWith(`pairs/${name}/`)).map((file) => file.split('/'))
      const plugs = own
        .map((parts) => parts.slice(2).join('/'))
        .filter((file) => /plug[^/]*\.wasm$/.test(file))
      const given = own.some((parts) => parts.at(-1) === 'arguments.txt')
        ? (await readFile(join(folder, 'arguments.txt'), 'utf8')).trim().split(/\s+/)
        : plugs.flatMap((plug) => ['--plug', plug])
      const sets = {
        'plug -o': ['plug', ...given, 'socket.wasm', '-o', 'out.wasm'],
        plug: ['plug', 'socket.wasm', ...given],
        'plug -t': ['plug', '-t', 'socket.wasm', ...given],
        'plug -t -o': ['plug', '--wat', ...given, '--output', 'out.wat', 'socket.wasm'],
        'compose of the pair': [...parts, 'pair.wac', '-o', 'out.wasm'],
        'compose of the pair, importing': [...parts, 'pair.wac', '-i', '-t'],
        'plug without -o, turned': ['plug', ...given.toReversed().flatMap(turned), 'socket.wasm'],
      }
      return Object.entries(sets).map(([set, args]) => ({
        name: `pairs/${name}`,
        set,
        folder,
        args,
        output: args.find((arg) => arg.startsWith('out.')) ?? null,
      }))
    }),
  )
  return cases.flat()
}

/** `--plug a --plug b`, read from its end, as `--plug b --plug a`. */
function turned(arg) {
  return arg === '--plug' ? [] : ['--plug', arg]
}

async function targetCases(root, files) {
  const names = [...new Set(files.flatMap((file) => /^targets\/([^/]+)\//.exec(file)?.[1] ?? []))]
  const cases = await Promise.all(
    names.map(async (name) => {
      const folder = join(root, 'targets', name)
      const worlds = files.includes(`targets/${name}/worlds.txt`)
        ? (await readFile(join(folder, 'worlds.txt'), 'utf8')).trim().split('\n')
        : ['app', 'nowhere']
      const sets = {
        'targets folder': ['targets', 'component.wasm', '--wit', '.'],
        'targets folder from outside': ['targets', `${name}/component.wasm`, '--wit', `${name}/`],
        'targets file': ['targets', '--wit', 'world.wit', 'component.wasm'],
        'targets wasm': ['targets', '--wit', 'component.wasm', 'component.wasm'],
        ...Object.fromEntries(
          worlds.map((world) => [
            `targets --world ${world}`,
            ['targets', 'component.wasm', '--wit', '.', '--world', world],
          ]),
        ),
      }
      return Object.entries(sets).map(([set, args]) => ({
        name: `targets/${name}`,
        set,
        folder: set.endsWith('outside') ? join(root, 'targets') : folder,
        args,
        output: null,
      }))
    }),
  )
  return cases.flat()
}
