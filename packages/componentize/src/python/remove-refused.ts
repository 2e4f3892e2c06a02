import { readdir, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'

const REFUSED_EXTENSIONS = new Set(['.so', '.pyd', '.dylib', '.wasm', '.pth'])

/** Removes from installed packages what componentize-py would load or obey, and links. */
export async function removeRefused(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await removeRefused(path)
    else if (
      !entry.isFile() ||
      entry.name === 'componentize-py.toml' ||
      REFUSED_EXTENSIONS.has(extname(entry.name).toLowerCase())
    )
      await rm(path)
  }
}
