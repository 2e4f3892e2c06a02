import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { insideOf, maximumComponentBytes } from '@wasm-airlock/host'
import { digestOf } from '../digest.ts'
import { isSame } from '../manifest/edit-manifest.ts'
import type { Connection } from '../options.ts'
import { type Marker, parseMarker } from './marker.ts'
import { isMissing } from './paths.ts'
import type { AppFolder } from './read-app-folder.ts'

/** A dependency that Airlock put into a component of an application. */
export interface Installed {
  /** Id of the component. */
  readonly component: string
  /** Below `dependencies/`. */
  readonly file: string
  readonly sha256: string
  /** The components that were handed in of which it is made. */
  readonly plugs: readonly { readonly name: string; readonly sha256: string }[]
  /** Variable of the application that it asks. */
  readonly variable: string | null
  /** Its entries in the dependencies of the component. */
  readonly keys: readonly { readonly key: string; readonly value: unknown }[]
  readonly connections: readonly Connection[]
}

/** Another value of a manifest that Airlock added, for a dependency: of a component, or of the application. */
export interface OwnValue {
  readonly component: string | null
  readonly path: readonly string[]
  readonly value: unknown
}

/** What of an application is Airlock's own work, and still as it was written. */
export interface Ours {
  readonly installed: readonly Installed[]
  readonly values: readonly OwnValue[]
  /** What the marker says besides of what was put into which component. */
  readonly components: Marker['components']
}

/**
 * What Airlock put into an application earlier, according to its marker. That may be anybody's text: what differs
 * from it in the manifest, or has another digest, belongs to whoever wrote it there.
 */
export async function findOurs(app: AppFolder): Promise<Ours> {
  const marker = parseMarker(app.marker)
  if (marker === undefined) return { installed: [], values: [], components: [] }
  const installed: Installed[] = []
  for (const each of marker.installed) {
    const { dependencies = {} } = app.components.find(({ id }) => id === each.component)?.manifest ?? {}
    const keys = each.keys.filter(
      ({ key, value }) =>
        Object.hasOwn(dependencies, key) && isSame(dependencies[key], value) && pathOf(value) === each.file,
    )
    if (keys.length > 0 && (await isUnchanged(app.folder, each))) installed.push({ ...each, keys })
  }
  const values = marker.values.filter((each) => {
    const value = valueAt(app, each)
    return value !== undefined && isSame(value, each.value)
  })
  return { installed, values, components: marker.components }
}

/** What the manifest has at the place of a value; `undefined` where it has nothing. */
export function valueAt(
  app: Pick<AppFolder, 'manifest' | 'components'>,
  { component, path }: OwnValue,
): unknown {
  const start: unknown =
    component === null ? app.manifest : app.components.find(({ id }) => id === component)?.manifest
  return path.reduce<unknown>(
    (table, key) =>
      typeof table === 'object' && table !== null && Object.hasOwn(table, key)
        ? Reflect.get(table, key)
        : undefined,
    start,
  )
}

/** Is a file as Airlock wrote it, or nothing there that could be lost? */
export async function isUnchanged(
  folder: string,
  { file, sha256 }: Pick<Installed, 'file' | 'sha256'>,
): Promise<boolean> {
  const path = join(folder, file)
  try {
    const status = await lstat(path)
    if (!status.isFile() || status.size > maximumComponentBytes) return false
    // Not behind a link of a folder either.
    if ((await insideOf(folder, file)) !== path) return false
    return digestOf(await readFile(path)) === sha256
  } catch (error) {
    return isMissing(error)
  }
}

function pathOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'path' in value ? value.path : undefined
}
