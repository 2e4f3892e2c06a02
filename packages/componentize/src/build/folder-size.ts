import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of all files below a folder, links not followed; what vanishes meanwhile counts as nothing. */
export async function readFolderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  let bytes = 0
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += await readFolderSize(path)
    else
      bytes += await lstat(path)
        .then((stat) => stat.size)
        .catch(() => 0)
  }
  return bytes
}
