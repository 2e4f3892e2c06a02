import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { parseWat, printWit } from '@wasm-airlock/wac'

/** One component of the corpus. */
export interface CorpusComponent {
  readonly name: string
  readonly bytes: Uint8Array
  /** Text of the WIT package with its world. */
  readonly wit: string
  /** URL of what Wasmtime has answered. */
  readonly expected: URL
}

const corpus = new URL('../../../corpus/', import.meta.url)
const values = new URL('values/', corpus)

/** Sources of the world of all types; what is finished already is taken as it is. */
const SOURCES = { python: 'values.py', javascript: 'values.js', rust: 'values.rust.wasm' } as const
const WRITTEN = ['edges', 'resources'] as const

/** What can be built: a language of the world of all types, or the name of what is written as text. */
export type CorpusName = keyof typeof SOURCES | (typeof WRITTEN)[number]

export const corpusNames: readonly CorpusName[] = ['python', 'javascript', 'rust', ...WRITTEN]

export async function buildCorpus(name: CorpusName): Promise<CorpusComponent> {
  return name === 'edges' || name === 'resources' ? assemble(name) : componentize(name)
}

async function componentize(name: keyof typeof SOURCES): Promise<CorpusComponent> {
  const source = fileURLToPath(new URL(SOURCES[name], values))
  const { bytes } = await componentizeSource(source, { wit: fileURLToPath(new URL('wit', values)) })
  const wit = await readFile(new URL('wit/values.wit', values), 'utf8')
  return { name, bytes, wit, expected: new URL(`expected.${name}.jsonl`, values) }
}

async function assemble(name: (typeof WRITTEN)[number]): Promise<CorpusComponent> {
  const folder = new URL('edges/', corpus)
  const bytes = await parseWat(await readFile(new URL(`${name}.wat`, folder), 'utf8'))
  return { name, bytes, wit: await printWit(bytes), expected: new URL(`expected.${name}.jsonl`, folder) }
}
