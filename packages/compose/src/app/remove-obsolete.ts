import { rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { matchesFile, parseManifest } from '@wasm-airlock/host'
import { listComponents } from './list-components.ts'
import { type Installed, isUnchanged } from './ours.ts'

/**
 * Removes files that Airlock wrote, as long as they are as it wrote them, and the manifest names them nowhere. One
 * that cannot be removed does no harm.
 *
 * @param folder Real path.
 * @param text The manifest.
 */
export async function removeObsolete(
  folder: string,
  text: string,
  obsolete: readonly Pick<Installed, 'file' | 'sha256'>[],
): Promise<void> {
  if (obsolete.length === 0) return
  const manifest = parseManifest(text)
  const said = new Set(textsIn(manifest).map((each) => posix.normalize(each)))
  const entries = listComponents(manifest).flatMap(({ manifest: { files = [] } }) => files)
  const patterns = entries.map((entry) =>
    posix.normalize(typeof entry === 'string' ? entry : `${entry.source}/**`),
  )
  for (const each of obsolete) {
    const isNamed = said.has(each.file) || patterns.some((pattern) => matchesFile(each.file, pattern))
    if (isNamed || !(await isUnchanged(folder, each))) continue
    await rm(join(folder, each.file), { force: true }).catch(() => undefined)
  }
}

/** Every text in the data of a manifest: what is named where does not matter. */
function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data]
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : []
}
