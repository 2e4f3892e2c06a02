import { lstat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { matchesFile } from '@wasm-airlock/host'
import { isMissing } from '../app/paths.ts'
import type { AppComponent, AppFolder } from '../app/read-app-folder.ts'

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

/** Paths of all components and dependencies that the manifest names, in whatever profile. */
export function pathsOf(app: AppFolder): string[] {
  return [...app.components.flatMap(sourcesOf), ...otherPaths(app)]
}

/** Would others notice that the source of a component is another file than before? */
export function isShared(app: AppFolder, { id }: AppComponent, path: string): boolean {
  const others = app.components.filter((each) => each.id !== id).flatMap(sourcesOf)
  const isMounted = app.components.some(({ manifest: { files = [] } }) =>
    files.some((entry) => (typeof entry === 'string' ? matches(path, entry) : isAt(path, entry.source))),
  )
  return isMounted || [...others, ...otherPaths(app)].includes(path)
}

function matches(path: string, pattern: string): boolean {
  return matchesFile(path, pattern) || matchesFile(path, `${pattern}/**`)
}

/** A folder or a file with a destination of its own is no pattern. */
function isAt(path: string, place: string): boolean {
  const plain = posix.normalize(place).replace(/\/$/, '')
  return plain === '.' || path === plain || path.startsWith(`${plain}/`)
}

function sourcesOf({ manifest: { source, profile = {} } }: AppComponent): string[] {
  return [source, ...Object.values(profile).map((each) => each.source)].flatMap(localPath)
}

/** Dependencies, those of triggers included. */
function otherPaths({ components, manifest }: AppFolder): string[] {
  const own = components.flatMap(({ manifest: { dependencies = {}, profile = {} } }) => [
    ...Object.values(dependencies),
    ...Object.values(profile).flatMap((each) => Object.values(each.dependencies ?? {})),
  ])
  const triggers = Object.values(manifest.trigger).flatMap((all) => all ?? [])
  const others = triggers.flatMap(({ dependencies = {} }) => Object.values(dependencies).flat())
  return [...own, ...others].flatMap((it) =>
    typeof it === 'object' && 'path' in it ? localPath(it.path) : [],
  )
}

function localPath(path: unknown): string[] {
  return typeof path === 'string' ? [posix.normalize(path)] : []
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
