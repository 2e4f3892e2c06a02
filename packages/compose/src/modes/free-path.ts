import { lstat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { AppFolder } from '../app/read-app-folder.ts'
import { systemErrorCode } from '../app-files.ts'

/**
 * A name for a new file of an application, `web.wasm` or with a number, that neither a file nor the manifest
 * has.
 *
 * @param app With the files of our own that are to go, where there are some: their names are free.
 * @param base Its path without `.wasm`.
 * @param taken Paths of other new files.
 */
export async function freePath(
  app: AppFolder & { readonly released?: ReadonlySet<string> },
  base: string,
  taken: Iterable<string>,
): Promise<string> {
  const used = new Set([...taken, ...pathsOf(app)])
  for (let number = 1; ; number += 1) {
    const path = `${base}${number === 1 ? '' : number}.wasm`
    if (used.has(path)) continue
    if (app.released?.has(path) || !(await exists(join(app.folder, path)))) return path
  }
}

/** Paths of all components and dependencies that the manifest names. */
export function pathsOf({ components }: AppFolder): string[] {
  const paths = components.flatMap(({ manifest }) => {
    const dependencies = Object.values(manifest.dependencies ?? {})
    return [
      manifest.source,
      ...dependencies.map((it) => (typeof it === 'object' && 'path' in it ? it.path : undefined)),
    ]
  })
  return paths.flatMap((path) => (typeof path === 'string' ? [posix.normalize(path)] : []))
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))) return false
    throw error
  }
}
