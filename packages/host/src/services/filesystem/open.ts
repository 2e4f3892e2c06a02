import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { OpenArgs } from './calls.ts'
import { errnoOf, FilesystemError } from './errors.ts'
import { at, O_PATH, openName, type Resolved, resolvePath, self } from './resolve.ts'
import type { Entry } from './table.ts'

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } =
  constants

/** What a file that is made is charged with, so that their number is limited too. */
export const BYTES_PER_OBJECT = 4096

/**
 * `open-at`: a regular file or a folder. What it is, is seen before it is opened, so that no pipe blocks and
 * no device is touched.
 *
 * @param charge Told of a file that will be made.
 */
export async function openAt(
  folder: Entry,
  wanted: OpenArgs,
  charge: (bytes: number) => void,
): Promise<Entry> {
  const { create, directory, exclusive, truncate, write } = wanted
  if ((create || truncate || write) && !folder.writable) throw new FilesystemError('read-only')
  if (directory && (create || truncate)) throw new FilesystemError('invalid')
  const read = wanted.read || !write
  await using found = await resolvePath(folder.handle, wanted.path, wanted.follow && !(create && exclusive))
  if (create) {
    if (found.name === '.') throw new FilesystemError(exclusive ? 'exist' : 'is-directory')
    if (found.mustBeDirectory) throw new FilesystemError('is-directory')
    const handle = await createFile(found, exclusive, charge)
    if (handle !== undefined) {
      return { handle, type: 'regular-file', read, write, writable: folder.writable, knownSize: 0 }
    }
  }
  const probe = await openObject(found)
  let kept = false
  try {
    const stat = await probe.stat()
    if (stat.isDirectory()) {
      if (write || truncate) throw new FilesystemError('is-directory')
      kept = true
      return {
        handle: probe,
        type: 'directory',
        read: true,
        write: false,
        writable: folder.writable,
        knownSize: 0,
      }
    }
    if (directory || found.mustBeDirectory) throw new FilesystemError('not-directory')
    if (stat.isSymbolicLink()) throw new FilesystemError('loop')
    if (!stat.isFile()) throw new FilesystemError('not-permitted')
    const mode = write ? (read ? O_RDWR : O_WRONLY) : truncate ? O_RDWR : O_RDONLY
    const handle = await open(self(probe), mode | (truncate ? O_TRUNC : 0) | O_NONBLOCK)
    return {
      handle,
      type: 'regular-file',
      read,
      write,
      writable: folder.writable,
      knownSize: truncate ? 0 : stat.size,
    }
  } finally {
    if (!kept) await probe.close()
  }
}

/** What a path leads to, opened as no more than its name. */
function openObject({ folder, name }: Resolved): Promise<FileHandle> {
  return name === '.' ? open(self(folder), O_PATH | O_DIRECTORY) : openName(folder, name)
}

async function createFile(
  { folder, name }: Resolved,
  exclusive: boolean,
  charge: (bytes: number) => void,
): Promise<FileHandle | undefined> {
  if (!exclusive) {
    // Most often it is there, and then it costs nothing.
    const existing = await openName(folder, name).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return undefined
      throw error
    })
    await existing?.close()
    if (existing !== undefined) return undefined
  }
  charge(BYTES_PER_OBJECT)
  try {
    return await open(at(folder, name), O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o666)
  } catch (error) {
    if (!exclusive && errnoOf(error) === 'EEXIST') return undefined
    throw error
  }
}
