// The tools whose verdicts count.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runProgram } from '../../../wac/scripts/oracle/wac.mjs'

/** Writes files below a folder. */
export async function writeFiles(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** A temporary folder for as long as the work takes. */
export async function withFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-validate-oracle-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function runWasmTools(folder, ...args) {
  const { exit, stderr } = await runProgram('wasm-tools', args, { folder, output: null })
  if (exit !== 0) throw new Error(`wasm-tools ${args.join(' ')}: ${stderr}`)
}

/** A component of a world that imports all of it, and traps in whatever is called. */
export function makeDummy(wit, world = 'app') {
  return withFolder(async (folder) => {
    await writeFiles(join(folder, 'wit'), wit)
    const names = ['--dummy-names', 'legacy']
    await runWasmTools(folder, 'component', 'embed', 'wit', '--world', world, ...names, '-o', 'core.wasm')
    await runWasmTools(folder, 'component', 'new', 'core.wasm', '-o', 'out.wasm')
    return new Uint8Array(await readFile(join(folder, 'out.wasm')))
  })
}

/** `valid`, or `invalid` with the reason behind. */
export function askWasmTools(component) {
  return withFolder(async (folder) => {
    await writeFiles(folder, { 'component.wasm': component })
    const outcome = await runProgram('wasm-tools', ['validate', 'component.wasm'], { folder, output: null })
    return outcome.exit === 0 ? 'valid' : `invalid\n${outcome.stderr}`
  })
}

/**
 * What `wac targets` says: `accepts`, `refuses` with the names of each list of its report, or
 * `unreadable` with the reason behind.
 */
export function askWac({ component, wit, world }) {
  return withFolder(async (folder) => {
    await writeFiles(folder, { 'component.wasm': component })
    await writeFiles(join(folder, 'wit'), wit)
    const args = ['targets', 'component.wasm', '--wit', 'wit', '--world', world]
    const { exit, stderr } = await runProgram('wac', args, { folder, output: null })
    if (exit === 0) return 'accepts'
    const names = readReport(stderr)
    return names === undefined ? `unreadable\n${stderr}` : describeRefusal(names)
  })
}

const lists = [
  ['imports', 'Imports present in the component but not in the target world:'],
  ['exports', 'Exports required by target world but not present in the component:'],
  ['types', 'Type mismatches between the target world and the component:'],
]

function readReport(text) {
  const names = { imports: [], exports: [], types: [] }
  let list
  for (const line of text.split('\n')) {
    const heading = lists.find(([, words]) => line.endsWith(words))
    if (heading !== undefined) list = heading[0]
    else if (list !== undefined && line.startsWith('  - ')) {
      names[list].push(
        list === 'imports' ? line.slice(4) : line.slice(4).replace(/: (?:[A-Z][a-z]+)\b.*$/, ''),
      )
    }
  }
  return list === undefined ? undefined : names
}

/** The same words for both sides. */
export function describeRefusal({ imports, exports, types }) {
  const text = (names) => [...new Set(names)].sort().join(', ')
  return `refuses\nimports: ${text(imports)}\nexports: ${text(exports)}\ntypes: ${text(types)}`
}
