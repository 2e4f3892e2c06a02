import { hash, randomUUID } from 'node:crypto'
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { GENERATED_FILE } from './transpile-protocol.ts'

/**
 * What was transpiled, kept: one folder an entry, with the generated files and a manifest. Entries are
 * copied, never run where they lie, so that one can be removed at any time and no guest is near them.
 */

const MANIFEST = 'manifest.json'
const MAX_BYTES = 2 * 1024 ** 3
/** Milliseconds after which a folder on its way in or out was left by a process that is gone. */
const LEFT_BEHIND_MS = 3_600_000

const manifestSchema = z.strictObject({
  files: z.record(
    z.string().regex(GENERATED_FILE),
    z.strictObject({ bytes: z.int().min(0), sha256: z.hash('sha256') }),
  ),
})

/**
 * Makes the folder of a cache where there is none.
 *
 * @throws Error where it cannot be made, or where others could write what we would run.
 */
export async function openCache(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  const isOurs = (uid === process.getuid?.() || uid === 0) && (mode & 0o170022) === 0o040000
  if (!isOurs) throw new Error('others may write there')
}

/**
 * Copies an entry into a folder. One that is damaged is removed.
 *
 * @param entry Path of the entry.
 * @param folder An empty folder.
 * @returns Was there one?
 */
export async function restoreEntry(entry: string, folder: string): Promise<boolean> {
  let files: readonly (readonly [name: string, content: Uint8Array])[]
  try {
    files = await readEntry(entry)
  } catch {
    if ((await stat(entry).catch(() => undefined)) !== undefined) await discard(entry).catch(() => {})
    return false
  }
  for (const [name, content] of files) await writeFile(join(folder, name), content)
  const now = new Date()
  await utimes(join(entry, MANIFEST), now, now).catch(() => {})
  return true
}

async function readEntry(entry: string) {
  const { files } = await readManifest(entry)
  return Promise.all(
    Object.entries(files).map(async ([name, { bytes, sha256 }]) => {
      const content = await readFile(join(entry, name))
      if (content.length !== bytes || hash('sha256', content) !== sha256)
        throw new Error(`${name} is damaged`)
      return [name, content] as const
    }),
  )
}

async function readManifest(entry: string) {
  return manifestSchema.parse(JSON.parse(await readFile(join(entry, MANIFEST), 'utf8')))
}

/**
 * Copies what the transpiler wrote into the cache, as a whole or not at all, then makes room.
 *
 * @param entry Path of the entry; where there is one already, it stays.
 * @param folder Where the generated files are.
 * @param names Their names.
 * @param maxBytes Most bytes of all entries.
 */
export async function storeEntry(
  entry: string,
  folder: string,
  names: readonly string[],
  maxBytes = MAX_BYTES,
): Promise<void> {
  const cache = dirname(entry)
  const made = await mkdtemp(join(cache, '.new-'))
  try {
    const files: Record<string, { bytes: number; sha256: string }> = {}
    for (const name of names) {
      const content = await readFile(join(folder, name))
      files[name] = { bytes: content.length, sha256: hash('sha256', content) }
      await writeFile(join(made, name), content, { mode: 0o600 })
    }
    await writeFile(join(made, MANIFEST), JSON.stringify(manifestSchema.parse({ files })), { mode: 0o600 })
    await rename(made, entry)
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    // Another run was first, and what it wrote does the same.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  await makeRoom(cache, maxBytes)
}

/** Removes what was left behind and what is damaged, then what was not used for the longest time. */
async function makeRoom(cache: string, maxBytes: number): Promise<void> {
  const entries: { path: string; bytes: number; used: number }[] = []
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    try {
      if (name.startsWith('.')) {
        const age = Date.now() - (await stat(path)).mtimeMs
        if (age > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true })
        continue
      }
      const { mtimeMs } = await stat(join(path, MANIFEST))
      const { files } = await readManifest(path)
      const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0)
      entries.push({ path, bytes, used: mtimeMs })
    } catch {
      await discard(path).catch(() => {})
    }
  }
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of entries.sort((a, b) => a.used - b.used)) {
    if (total <= maxBytes) return
    await discard(path).catch(() => {})
    total -= bytes
  }
}

/** Takes an entry away in one step, so that nobody meets half of it. */
async function discard(entry: string): Promise<void> {
  const gone = join(dirname(entry), `.old-${randomUUID()}`)
  await rename(entry, gone)
  await rm(gone, { recursive: true, force: true })
}
