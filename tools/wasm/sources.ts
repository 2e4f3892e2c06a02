// Which files the component is made of, and their hash: shared by the build and by the test that
// compares the committed component with its sources.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** Paths relative to `rust/`, in the order in which they are hashed. */
async function listSources(rust: URL): Promise<string[]> {
  const inside = async (folder: string): Promise<string[]> => {
    const entries = await readdir(new URL(folder, rust), { withFileTypes: true })
    const paths = entries.map((entry) =>
      entry.isDirectory() ? inside(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
    )
    return (await Promise.all(paths)).flat().sort()
  }
  return ['Cargo.lock', 'Cargo.toml', ...(await inside('src/')), ...(await inside('wit/'))]
}

/**
 * SHA-256 over path, length and content of every source.
 *
 * @param folder The package.
 */
export async function hashSources(folder: URL): Promise<string> {
  const rust = new URL('rust/', folder)
  const hash = createHash('sha256')
  for (const path of await listSources(rust)) {
    const content = await readFile(new URL(path, rust))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
