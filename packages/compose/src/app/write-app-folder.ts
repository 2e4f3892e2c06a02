import { constants } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { type Manifest, matchesFile, parseManifest } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { digestOf } from '../digest.ts'
import { editManifest, type ManifestEdit } from '../manifest/edit-manifest.ts'
import { throwIfAborted } from '../throw-if-aborted.ts'
import { listComponents } from './list-components.ts'
import { type AppFiles, listAppFiles } from './list-files.ts'
import { markerName, type Written } from './marker.ts'
import { isWithin, plainPath, realPathOf } from './paths.ts'
import type { AppFolder } from './read-app-folder.ts'
import { replaceFolder } from './replace-folder.ts'
import { toUnwritable, unwritable } from './unwritable.ts'
import { writeInPlace } from './write-in-place.ts'

/** What the marker file is to say of a composition, besides its own. */
export type AppRecord = Readonly<Record<string, unknown>>

/** What a composition changes in an application. */
export interface AppChanges {
  readonly edits: readonly ManifestEdit[]
  /** New content by path in the folder (POSIX, relative): it goes before what the application has there. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Places of values that are taken out of the manifest. */
  readonly removals?: readonly ManifestEdit['path'][]
  /** Files that Airlock wrote, by their digests, and that nothing needs any more once the manifest is written. */
  readonly obsolete?: readonly { readonly file: string; readonly sha256: string }[]
  /** It may be made while the files are written. */
  readonly record: AppRecord | Promise<AppRecord>
}

export interface WriteAppOptions {
  /** Ends the work with `aborted`; nothing is changed then. */
  readonly signal?: AbortSignal
}

const manifestName = 'spin.toml'

/**
 * Writes the changed application: into another folder, all at once, with everything that its manifest refers to and
 * nothing else; or into its own folder, the new files first and the manifest last.
 *
 * @param out A folder that is new, empty, or written by this function; or that of the application.
 * @returns What an application is read from: the real path of the folder; in its own folder and with a manifest of
 * another name than `spin.toml`, that of the manifest. In another folder the manifest is called `spin.toml`.
 * @throws AirlockError those of {@link editManifest} and {@link listAppFiles}; `output-unwritable`, also where a file
 * that Airlock did not write would be replaced, and for folders inside of one another that would get mixed up;
 * `aborted`. Everything is then as it was.
 */
export async function writeAppFolder(
  app: AppFolder,
  changes: AppChanges,
  out: string,
  { signal }: WriteAppOptions = {},
): Promise<string> {
  const text = editManifest(app.text, changes.edits, changes.removals)
  checkNames(changes)
  throwIfAborted(signal)
  const target = await realPathOf(out).catch((error: unknown) => {
    throw toUnwritable(out, error)
  })
  if (target === app.folder) return writeInPlace(app, text, changes, signal)
  const manifest = parseManifest(text)
  const found = await listAppFiles(app.folder, manifest, new Set(Object.keys(changes.files)), app.missingHint)
  checkApart(app.folder, manifest, found, target, out)
  const write = async (folder: string) => {
    const written = await fill(folder, text, changes, found, signal)
    const record = await changes.record
    throwIfAborted(signal)
    return { written, record }
  }
  return replaceFolder(out, write)
}

async function fill(
  folder: string,
  text: string,
  changes: AppChanges,
  found: AppFiles,
  signal: AbortSignal | undefined,
): Promise<Written> {
  const written: string[] = []
  const place = async (path: string) => {
    throwIfAborted(signal)
    written.push(path)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    return join(folder, path)
  }
  // Never over one another, also where the file system takes two names for one.
  await writeFile(await place(manifestName), text, { flag: 'wx' })
  for (const [path, content] of Object.entries(changes.files)) {
    await writeFile(await place(path), content, { flag: 'wx' })
  }
  for (const [path, real] of found.files) {
    if (path === manifestName || path === markerName) continue
    await copyFile(real, await place(path), constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  }
  for (const path of found.folders) await mkdir(join(folder, path), { recursive: true })
  return { files: written, folders: [...found.folders], manifest: digestOf(Buffer.from(text)) }
}

function checkNames({ files }: AppChanges): void {
  for (const path of Object.keys(files)) {
    if (path !== plainPath(path).path || path === '' || [manifestName, markerName].includes(path)) {
      throw new AirlockError('internal', `${path} is no path for a file of an application.`, { item: path })
    }
  }
}

/** Neither may the application be replaced with the folder, nor the folder be among the application's files. */
function checkApart(app: string, manifest: Manifest, found: AppFiles, target: string, out: string): void {
  if (isWithin(target, app)) throw unwritable(out, 'holds the application itself')
  if (!isWithin(app, target)) return
  const hint = 'Name a folder outside of the application, or one that no `files` of its manifest cover.'
  const inside = [...found.files].find(([, real]) => isWithin(target, real))
  if (inside !== undefined) throw unwritable(out, `holds ${inside[0]}, which the application uses`, hint)
  const path = relative(app, target).split(sep).join('/')
  for (const { id, manifest: component } of listComponents(manifest)) {
    const entries = (component.files ?? []).map((entry) =>
      typeof entry === 'string' ? entry : `${entry.source}/**`,
    )
    const covering = entries.find((pattern) => covers(pattern, path))
    if (covering !== undefined) {
      throw unwritable(out, `is covered by the files ${covering} of the component ${id}`, hint)
    }
  }
}

/** Would a folder's files be among those of a pattern, or be a folder that is named? */
function covers(pattern: string, path: string): boolean {
  const plain = posix.normalize(pattern).replace(/\/$/, '')
  const probes = [`${path}/${manifestName}`, `${path}/x/x.wasm`, `${path}/x.wasm`]
  return probes.some((probe) => matchesFile(probe, plain) || matchesFile(probe, posix.join(plain, '**')))
}
