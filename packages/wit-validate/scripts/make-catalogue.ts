/**
 * Writes `src/policy/catalogue.json`: the interfaces and functions of published packages, from the WIT that
 * dependencies ship. Run it when one of those changes: `npm run catalogue -w packages/wit-validate`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { resolveWit } from '@wasm-airlock/wac'
import type { Catalogue } from '../src/policy/catalogue.ts'

/** Folders with one package each, and whether it is there in full. */
const sources = [
  ...wasi('0.2.12', ['cli', 'clocks', 'filesystem', 'http', 'io', 'random', 'sockets']),
  ...wasi('0.3.0', ['cli', 'clocks', 'filesystem', 'http', 'random', 'sockets']),
  { dependency: '@spinframework/spin-llm', folder: 'wit', complete: false },
]

function wasi(version: string, names: readonly string[]) {
  return names.map((name) => ({
    dependency: '@bytecodealliance/jco',
    folder: `lib/wit/builtin/${version}/wasi-${name}`,
    complete: true,
  }))
}

/** The catalogue as the installed dependencies have it. */
export async function makeCatalogue(): Promise<Catalogue> {
  const texts = await Promise.all(sources.map(readSource))
  const catalogue: Record<string, Catalogue[string]> = {}
  for (const { complete, wit } of texts) {
    const {
      interfaces,
      packages,
      package: main,
    } = await resolveWit({ 'main.wit': wit, ...others(texts, wit) })
    const { name = '', interfaces: named = {} } = packages[main] ?? {}
    const [unversioned = '', version = ''] = name.split('@')
    const functions = Object.entries(named).map(([key, index]) => [
      key,
      Object.keys(interfaces[index]?.functions ?? {}).sort(),
    ])
    const before = catalogue[unversioned]?.releases ?? []
    catalogue[unversioned] = {
      complete,
      releases: [...before, { newest: version, interfaces: Object.fromEntries(functions) }],
    }
  }
  return catalogue
}

interface Source {
  readonly complete: boolean
  readonly wit: string
}

async function readSource({ dependency, folder, complete }: (typeof sources)[number]): Promise<Source> {
  const found = findPackageJSON(dependency, import.meta.url)
  if (found === undefined) throw new Error(`${dependency} is not installed`)
  const path = join(dirname(found), folder)
  const files = (await readdir(path)).filter((name) => name.endsWith('.wit'))
  const texts = await Promise.all(files.map((name) => readFile(join(path, name), 'utf8')))
  // What is not stable yet is a function of a real interface all the same.
  return { complete, wit: texts.join('\n').replace(/@unstable\([^)]*\)/g, '') }
}

/** Every other package as a dependency of this one. */
function others(texts: readonly Source[], wit: string): Record<string, string> {
  const rest = texts.filter((other) => other.wit !== wit)
  return Object.fromEntries(rest.map((other, index) => [`deps/d${index}.wit`, other.wit]))
}

if (import.meta.main) {
  const path = new URL('../src/policy/catalogue.json', import.meta.url)
  await writeFile(path, `${JSON.stringify(await makeCatalogue(), null, 2)}\n`)
}
