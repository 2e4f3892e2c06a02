// A copy of the corpus in a temporary folder, with everything assembled that `wac` reads as binary only.
import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const corpus = new URL('../../corpus/', import.meta.url)

/** What makes each pair a case for documents, too: messages then say in what two types differ. */
const pairDocument = `package demo:pair;
let p = new demo:plug { ... };
let s = new demo:socket { ...p, ... };
export s...;
`

/** @returns The path of the copy; the caller removes it. */
export async function stageCorpus() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'airlock-wac-oracle-')))
  for (const part of ['documents', 'pairs', 'targets']) {
    await cp(new URL(part, corpus), join(root, part), { recursive: true })
  }
  for (const name of await readdir(join(root, 'pairs'))) {
    await writeFile(join(root, 'pairs', name, 'pair.wac'), pairDocument)
  }
  for (const file of await listFiles(root)) {
    const assembled = /^(pairs\/.*|targets\/[^/]+\/component)\.wat$/.test(file)
    if (!assembled) continue
    execFileSync('wasm-tools', ['parse', file, '-o', file.replace(/\.wat$/, '.wasm')], { cwd: root })
  }
  return root
}

/** Paths below a folder, with `/`, sorted. */
export async function listFiles(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}
