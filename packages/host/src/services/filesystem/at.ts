import type { BigIntStats } from 'node:fs'
import { lstat, lutimes, mkdir, opendir, readlink, rename, rmdir, unlink, utimes } from 'node:fs/promises'
import type { DescriptorType, NewTime } from './calls.ts'
import { FilesystemError } from './errors.ts'
import { BYTES_PER_OBJECT } from './open.ts'
import { at, type Resolved, resolvePath, self } from './resolve.ts'
import { fromTime, typeOf } from './stat.ts'
import type { Entry } from './table.ts'

/**
 * Operations on names below an open folder. The last name is never followed by the system: where a link is to
 * be followed, `resolvePath` has done so.
 */

/** Most entries of a folder that is listed, and most UTF-16 units of all their names. */
const MOST_ENTRIES = 50_000
const MOST_NAME_UNITS = 2 * 1024 * 1024

export async function statName(folder: Entry, path: string, follow: boolean): Promise<BigIntStats> {
  await using found = await resolvePath(folder.handle, path, follow)
  const stat = await lstat(pathOf(found), { bigint: true })
  if (found.mustBeDirectory && !stat.isDirectory()) throw new FilesystemError('not-directory')
  return stat
}

/** @throws FilesystemError `overflow` where the folder has too many entries. */
export async function listFolder(folder: Entry): Promise<[name: string, type: DescriptorType][]> {
  const entries: [string, DescriptorType][] = []
  let units = 0
  for await (const entry of await opendir(self(folder.handle), { bufferSize: 256 })) {
    units += entry.name.length
    if (entries.length >= MOST_ENTRIES || units > MOST_NAME_UNITS) throw new FilesystemError('overflow')
    entries.push([entry.name, typeOf(entry)])
  }
  return entries
}

/** @param charge Told of the folder that will be made. */
export async function makeFolder(
  folder: Entry,
  path: string,
  charge: (bytes: number) => void,
): Promise<void> {
  await using found = await resolveToChange(folder, path)
  if (found.name === '.') throw new FilesystemError('exist')
  charge(BYTES_PER_OBJECT)
  await mkdir(pathOf(found))
}

export async function removeFolder(folder: Entry, path: string): Promise<void> {
  await using found = await resolveToChange(folder, path)
  if (found.name === '.') throw new FilesystemError('invalid')
  await rmdir(pathOf(found))
}

export async function removeName(folder: Entry, path: string): Promise<void> {
  await using found = await resolveToChange(folder, path)
  const stat = await lstat(pathOf(found))
  if (stat.isDirectory()) throw new FilesystemError('is-directory')
  if (found.mustBeDirectory) throw new FilesystemError('not-directory')
  await unlink(pathOf(found))
}

export async function moveName(folder: Entry, path: string, toFolder: Entry, toPath: string): Promise<void> {
  await using from = await resolveToChange(folder, path)
  await using to = await resolveToChange(toFolder, toPath)
  if (from.name === '.' || to.name === '.') throw new FilesystemError('invalid')
  if (from.mustBeDirectory || to.mustBeDirectory) {
    if (!(await lstat(pathOf(from))).isDirectory()) throw new FilesystemError('not-directory')
  }
  await rename(pathOf(from), pathOf(to))
}

/** @throws FilesystemError `not-permitted` where the link is absolute: it says where things are on the host. */
export async function readLinkAt(folder: Entry, path: string): Promise<string> {
  await using found = await resolvePath(folder.handle, path, false)
  if (found.name === '.') throw new FilesystemError('invalid')
  const target = await readlink(pathOf(found))
  if (target.startsWith('/')) throw new FilesystemError('not-permitted')
  return target
}

/** @param path Absent for what is open itself. */
export async function changeTimes(
  entry: Entry,
  path: string | undefined,
  follow: boolean,
  accessed: NewTime,
  modified: NewTime,
): Promise<void> {
  if (!entry.writable) throw new FilesystemError('read-only')
  if (path === undefined) {
    const { atimeNs, mtimeNs } = await entry.handle.stat({ bigint: true })
    await utimes(self(entry.handle), fromTime(accessed, atimeNs), fromTime(modified, mtimeNs))
    return
  }
  await using found = await resolvePath(entry.handle, path, follow)
  const { atimeNs, mtimeNs } = await lstat(pathOf(found), { bigint: true })
  await lutimes(pathOf(found), fromTime(accessed, atimeNs), fromTime(modified, mtimeNs))
}

async function resolveToChange(folder: Entry, path: string): Promise<Resolved> {
  if (!folder.writable) throw new FilesystemError('read-only')
  return resolvePath(folder.handle, path, false)
}

/** A path of which the system follows the folder alone, by its descriptor. */
function pathOf({ folder, name }: Resolved): string {
  return at(folder, name)
}
