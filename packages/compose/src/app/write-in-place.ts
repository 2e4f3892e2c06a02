import { constants } from 'node:fs'
import { chmod, copyFile, lstat, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { insideOf } from '@wasm-airlock/host'
import { digestOf } from '../digest.ts'
import { throwIfAborted } from '../throw-if-aborted.ts'
import { lockFolder } from './lock-folder.ts'
import { type Marker, markerName, parseMarker, printMarker, readMarkerText, type Written } from './marker.ts'
import { isMissing, isWithin, makeFolder, plainPath, realPathOf } from './paths.ts'
import type { AppFolder } from './read-app-folder.ts'
import { removeObsolete } from './remove-obsolete.ts'
import { besideName } from './replace-folder.ts'
import { toUnwritable, unwritable } from './unwritable.ts'
import type { AppChanges, AppRecord } from './write-app-folder.ts'

/** A file that is written beside its place, and has not been put there yet. */
interface Prepared {
  readonly beside: string
  readonly target: string
  readonly exists: boolean
}

/**
 * Writes into the folder of an application: new files, the marker, and the manifest last, each all at once. Then what
 * Airlock wrote earlier and nothing names any more is removed.
 *
 * @param text The new manifest.
 * @returns Real path of the folder, or of the manifest where it has another name than `spin.toml`.
 * @throws AirlockError `output-unwritable` for a file that is there and was not written by Airlock, for the source of
 * a component, where another run writes into the folder, and where the manifest or the marker has changed since the
 * application was read; `aborted`. Everything is then as it was.
 */
export async function writeInPlace(
  app: AppFolder,
  text: string,
  changes: AppChanges,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { folder } = app
  const record = await changes.record
  throwIfAborted(signal)
  const lock = await lockFolder(folder).catch((error: unknown) => {
    throw toUnwritable(folder, error)
  })
  try {
    const mayGoOn = () => {
      throwIfAborted(signal)
      lock.check()
    }
    await writeLocked(app, text, changes, record, mayGoOn)
    await removeObsolete(folder, text, changes.obsolete ?? [])
  } finally {
    await lock.release()
  }
  return app.manifestName === 'spin.toml' ? folder : join(folder, app.manifestName)
}

async function writeLocked(
  app: AppFolder,
  text: string,
  changes: AppChanges,
  record: AppRecord,
  mayGoOn: () => void,
): Promise<void> {
  const { folder } = app
  const undo: (() => Promise<unknown>)[] = []
  const unfinished: string[] = []
  const former: string[] = []
  const remove = (paths: readonly string[]) =>
    Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)))
  try {
    const manifest = await unchangedManifest(app)
    const markerPath = await unchangedMarker(app)
    const own = parseMarker(app.marker)
    const targets = new Map<string, Uint8Array | string>()
    for (const [path, content] of Object.entries(changes.files)) {
      targets.set(await placeFor(app, path, own?.files ?? []), content)
    }
    targets.set(markerPath, printMarker(await writtenAfter(app, own, text, changes), record))
    targets.set(manifest, text)
    const prepared: Prepared[] = []
    for (const [target, content] of targets) {
      undo.push(await makeFolder(dirname(target)))
      const beside = besideName(target)
      unfinished.push(beside)
      await writeFile(beside, content, { flag: 'wx' })
      const mode = (await stat(target).catch(ignoreMissing))?.mode
      if (mode !== undefined) await chmod(beside, mode & 0o7777)
      prepared.push({ beside, target, exists: mode !== undefined })
    }
    const putInPlace = async ({ beside, target, exists }: Prepared) => {
      if (exists) {
        const kept = besideName(target)
        unfinished.push(kept)
        await copyFile(target, kept, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
        await rename(beside, target)
        // From here on it is the only one: where it cannot be put back, it stays.
        unfinished.pop()
        former.push(kept)
        undo.push(() => rename(kept, target))
      } else {
        await rename(beside, target)
        undo.push(() => rm(target, { force: true }))
      }
    }
    // An editor may have saved while the files were written.
    await unchangedManifest(app)
    await unchangedMarker(app)
    mayGoOn()
    for (const each of prepared.slice(0, -1)) await putInPlace(each)
    await unchangedManifest(app)
    for (const each of prepared.slice(-1)) await putInPlace(each)
    await remove(former)
  } catch (error) {
    // First of all what is in the way of taking folders away.
    await remove(unfinished)
    for (const step of undo.reverse()) await step().catch(() => undefined)
    throw toUnwritable(folder, error)
  }
}

/** What the folder holds of ours afterwards; a manifest that a person changed is that person's from then on. */
async function writtenAfter(
  app: AppFolder,
  own: Marker | undefined,
  text: string,
  changes: AppChanges,
): Promise<Written> {
  const obsolete = new Set(changes.obsolete?.map(({ file }) => file))
  const files = [...(own?.files ?? []).filter((path) => !obsolete.has(path)), ...Object.keys(changes.files)]
  const isOurs = own?.manifest === digestOf(Buffer.from(app.text))
  const manifest = isOurs ? digestOf(Buffer.from(text)) : own?.manifest
  return { files, folders: own?.folders ?? [], manifest }
}

/** Where the manifest really is; what somebody wrote into it meanwhile is not lost. */
async function unchangedManifest({ folder, manifestName, text }: AppFolder): Promise<string> {
  const path = await insideOf(folder, manifestName)
  if ((await readFile(path)).equals(Buffer.from(text))) return path
  throw unwritable(folder, `has another ${manifestName} than when it was read`, 'Run the command again.')
}

/** Where a file goes; refuses what is not ours to replace. */
async function placeFor(app: AppFolder, path: string, own: readonly string[]): Promise<string> {
  const { folder } = app
  const hint = 'Give the component another name, or move the file.'
  const parent = await realPathOf(join(folder, dirname(path)))
  const target = join(parent, basename(path))
  if (!isWithin(folder, target))
    throw unwritable(folder, `has ${path} behind a link that leads out of it`, hint)
  for (const { id, manifest } of app.components) {
    if (typeof manifest.source !== 'string') continue
    const real = await insideOf(folder, manifest.source).catch(ignoreMissing)
    if (real === target || plainPath(manifest.source).path === path) {
      throw unwritable(folder, `has ${path} as the source of its component ${id}`, hint)
    }
  }
  const status = await lstat(target).catch(ignoreMissing)
  if (status !== undefined && !(status.isFile() && own.includes(path))) {
    throw unwritable(folder, `holds ${path}, which Airlock did not write`, hint)
  }
  return target
}

/** Where the marker is; what another run wrote into it meanwhile is not lost. */
async function unchangedMarker({ folder, marker }: AppFolder): Promise<string> {
  const path = join(folder, markerName)
  const status = await lstat(path).catch(ignoreMissing)
  if (status !== undefined && !status.isFile())
    throw unwritable(folder, `holds a ${markerName} that is no file`)
  if (status !== undefined && parseMarker(await readMarkerText(folder)) === undefined) {
    throw unwritable(folder, `holds a ${markerName} that Airlock did not write`)
  }
  if ((await readMarkerText(folder)) === marker) return path
  throw unwritable(folder, `has another ${markerName} than when it was read`, 'Run the command again.')
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}
