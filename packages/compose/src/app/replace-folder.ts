import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { systemErrorCode } from '@wasm-airlock/host'
import { digestOf } from '../digest.ts'
import { markerName, readMarker, type Written, writeMarker } from './marker.ts'
import { isMissing, makeFolder, walkFolder } from './paths.ts'
import { toUnwritable, unwritable } from './unwritable.ts'
import type { AppRecord } from './write-app-folder.ts'

/**
 * Writes a folder all at once: it is made under another name beside its place, then renamed.
 *
 * @param path Where it is to be. What is there is replaced only where it is empty, or was written by this
 * function and nothing else has been put into it since.
 * @param fill Writes into the folder that it is given, and says what, and what the marker is to hold besides.
 * @returns Its real path.
 * @throws AirlockError `output-unwritable`, and what `fill` throws of that kind; nothing is changed then, and nothing
 * is left beside it. Only where the folder that was replaced cannot be removed, the new one is in its place, and the
 * error says where the other is.
 */
export async function replaceFolder(
  path: string,
  fill: (folder: string) => Promise<{ readonly written: Written; readonly record: AppRecord }>,
): Promise<string> {
  const target = resolve(path)
  let unfinished: string | undefined
  let removeParents: (() => Promise<void>) | undefined
  try {
    const exists = await mayReplace(path, target)
    removeParents = await makeFolder(dirname(target))
    const folder = besideName(target)
    await mkdir(folder)
    unfinished = folder
    const { written, record } = await fill(folder)
    await writeMarker(folder, written, record)
    const former = await putInPlace(path, folder, target, exists)
    unfinished = undefined
    removeParents = undefined
    if (former !== undefined) await removeFormer(path, former)
    return await realpath(target)
  } catch (error) {
    throw toUnwritable(path, error)
  } finally {
    if (unfinished !== undefined) await rm(unfinished, { recursive: true, force: true })
    await removeParents?.()
  }
}

/** Is something there? Refuses what is not ours to replace. */
async function mayReplace(path: string, target: string): Promise<boolean> {
  const status = await lstat(target).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (status === undefined) return false
  if (!status.isDirectory()) throw unwritable(path, 'is not a folder')
  await checkOurs(path, target)
  return true
}

/** Is a folder empty, or as this function wrote it? */
async function checkOurs(path: string, folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) return
  const own = await readMarker(folder)
  if (own === undefined) throw unwritable(path, 'is not empty and was not written by Airlock')
  const foreign = await findForeign(folder, own)
  if (foreign !== undefined) throw unwritable(path, `holds ${foreign}, which Airlock did not write`)
  await checkManifest(path, folder, own)
}

/** What somebody has written into a manifest of ours is not lost without a word. */
async function checkManifest(path: string, target: string, { manifest }: Written): Promise<void> {
  if (manifest === undefined) return
  const bytes = await readFile(join(target, 'spin.toml')).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
  if (bytes === undefined || digestOf(bytes) === manifest) return
  throw unwritable(
    path,
    'has a spin.toml that was changed since Airlock wrote it',
    'Name another folder, or remove this one.',
  )
}

async function findForeign(target: string, own: Written): Promise<string | undefined> {
  const files = new Set([markerName, ...own.files])
  const folders = new Set([...own.folders, ...own.files].flatMap((path) => [path, ...foldersAbove(path)]))
  for await (const [name, entry] of walkFolder(target)) {
    if (entry.isFile() ? !files.has(name) : !entry.isDirectory() || !folders.has(name)) return name
  }
  return undefined
}

/** @returns `a/b` and `a` of `a/b/c`. */
function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === '.' || above === '/' ? [] : [above, ...foldersAbove(above)]
}

/** @returns Where the folder is that was there before. */
async function putInPlace(
  path: string,
  finished: string,
  target: string,
  exists: boolean,
): Promise<string | undefined> {
  if (!exists) {
    await rename(finished, target)
    return undefined
  }
  const former = besideName(target)
  await rename(target, former)
  try {
    // Somebody may have saved something in it while the new one was written.
    await checkOurs(path, former)
    await rename(finished, target)
  } catch (error) {
    await rename(former, target)
    throw error
  }
  return former
}

async function removeFormer(path: string, former: string): Promise<void> {
  try {
    await rm(former, { recursive: true, force: true })
  } catch (error) {
    const reason = `is written, but what it replaces cannot be removed (${systemErrorCode(error)})`
    throw unwritable(path, reason, `Remove ${former}.`, error)
  }
}

/** A hidden name beside a file or folder, on the same file system, that nobody else uses. */
export function besideName(target: string): string {
  // A name may have 255 bytes.
  const name = Buffer.from(basename(target)).subarray(0, 200).toString()
  return join(dirname(target), `.${name}-${randomUUID()}`)
}
