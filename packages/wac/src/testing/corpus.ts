import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseWat } from '../text.ts'
import { encodeWit } from '../wit.ts'

const root = fileURLToPath(new URL('../../corpus/', import.meta.url))

/** The corpus in memory; all lists are in the order of the paths. */
export interface Corpus {
  readonly documents: readonly string[]
  /** Components by the names that the documents use, and encoded WIT packages. */
  readonly packages: Readonly<Record<string, Uint8Array>>
  readonly pairs: readonly { readonly name: string; readonly socket: Uint8Array; readonly plug: Uint8Array }[]
  readonly targets: readonly {
    readonly component: Uint8Array
    readonly wit: Readonly<Record<string, string>>
  }[]
  /** So large that function bodies and data are set aside while it is plugged. */
  readonly large: { readonly socket: Uint8Array; readonly plug: Uint8Array }
  /** A core module of which bodies, data and custom sections are set aside, to be put beside anything. */
  readonly padding: Uint8Array
  /** Every binary of the above, but the large ones. */
  readonly binaries: readonly Uint8Array[]
  /** Texts in the WebAssembly text format. */
  readonly texts: readonly string[]
}

/** Reads the corpus and assembles what is text. */
export async function readCorpus(): Promise<Corpus> {
  const paths = (await readdir(root, { recursive: true })).sort()
  const files = new Map<string, Uint8Array>()
  const texts = []
  for (const path of paths.filter((name) => /\.(wac|wat|wasm|wit)$/.test(name))) {
    const content = await readFile(`${root}${path}`)
    if (!path.endsWith('.wat')) files.set(path, content)
    else {
      const text = content.toString('utf8')
      texts.push(text)
      const assembled = await parseWat(text).catch(() => undefined)
      if (assembled !== undefined) files.set(path.replace(/\.wat$/, '.wasm'), assembled)
    }
  }
  const foldersOf = (part: string) =>
    [...new Set([...files.keys()].flatMap((path) => path.match(`^${part}/([^/]+)/`)?.[1] ?? []))].sort()
  const binary = (path: string) => files.get(path) ?? new Uint8Array()
  return {
    documents: [...files].filter(([path]) => path.endsWith('.wac')).map(([, content]) => decode(content)),
    packages: await collectPackages(files),
    pairs: foldersOf('pairs').map((name) => ({
      name,
      socket: binary(`pairs/${name}/socket.wasm`),
      plug: binary(`pairs/${name}/plug.wasm`),
    })),
    targets: foldersOf('targets').map((name) => ({
      component: binary(`targets/${name}/component.wasm`),
      wit: witBelow(files, `targets/${name}/`),
    })),
    large: { socket: await parseWat(socketText), plug: await parseWat(largePlugText()) },
    padding: await parseWat(`(module ${largeModule(300)} (@custom "notes" "${'padding '.repeat(200)}"))`),
    binaries: [...files].filter(([path]) => path.endsWith('.wasm')).map(([, content]) => content),
    texts,
  }
}

const socketText = `(component
  (import "demo:large/numbers" (instance $i (export "next" (func (result u32)))))
  (core module (func (param i32) (result i32) local.get 0 i32.const 1 i32.add) (memory 1) (data (i32.const 0) "abc"))
  (alias export $i "next" (func $next))
  (export "run" (func $next)))`

/** Instructions of several proposals: what an engine and a validator may see differently. */
const bodies = [
  'local.get 0 i32.const 1 i32.add',
  '(block $b (result i32) (br_table $b $b (local.get 0) (i32.const 2)))',
  '(loop $l (br_if $l (i32.eqz (local.get 0)))) i32.const 7',
  '(memory.copy (i32.const 0) (i32.const 8) (local.get 0)) i32.const 0',
  '(i32x4.extract_lane 0 (v128.const i32x4 1 2 3 4))',
  '(drop (table.get $t (i32.const 0))) local.get 0',
  '(call_indirect (type $f) (local.get 0) (i32.const 0))',
  '(i32.extend8_s (local.get 0))',
  '(i32.trunc_sat_f64_s (f64.const 1.5))',
  '(select (i32.const 1) (i32.const 2) (local.get 0))',
  '(return_call 0 (local.get 0))',
]

function largePlugText(): string {
  return `(component
    (core module $code ${largeModule(3000)}
      (func (export "next") (result i32) i32.const 7))
    (core instance $made (instantiate $code))
    (func $next (result u32) (canon lift (core func $made "next")))
    (instance $i (export "next" (func $next)))
    (export "demo:large/numbers" (instance $i)))`
}

function largeModule(count: number): string {
  const functions = Array.from({ length: count }, (_, index) => {
    return `(func (type $f) ${bodies[index % bodies.length]})`
  })
  const data = Array.from({ length: 20 }, (_, index) => {
    return `(data (i32.const ${index * 2048}) "${'large '.repeat(300)}")`
  })
  return `(type $f (func (param i32) (result i32)))
    ${functions.join('\n')}
    (table $t 1 funcref) (memory 1) ${data.join('\n')}`
}

async function collectPackages(files: ReadonlyMap<string, Uint8Array>): Promise<Record<string, Uint8Array>> {
  const packages: Record<string, Uint8Array> = {}
  for (const [path, content] of files) {
    const [, name, version] = /^documents\/deps\/(.+?)(?:\/(\d.*))?\.wasm$/.exec(path) ?? []
    if (name === undefined) continue
    packages[name.replaceAll('/', ':') + (version === undefined ? '' : `@${version}`)] = content
  }
  packages['demo:types@0.1.0'] = await encodeWit(witBelow(files, 'documents/deps/demo/types/0.1.0/'))
  return packages
}

function witBelow(files: ReadonlyMap<string, Uint8Array>, folder: string): Record<string, string> {
  const inside = [...files].filter(([path]) => path.startsWith(folder) && path.endsWith('.wit'))
  return Object.fromEntries(inside.map(([path, content]) => [path.slice(folder.length), decode(content)]))
}

function decode(content: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
}
