import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { encodeWit, parseWat } from '../wit.ts'

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
  /** Every binary of the above. */
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
    binaries: [...files].filter(([path]) => path.endsWith('.wasm')).map(([, content]) => content),
    texts,
  }
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
