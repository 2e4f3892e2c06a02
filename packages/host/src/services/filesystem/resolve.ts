import { constants } from 'node:fs'
import { type FileHandle, open, readlink } from 'node:fs/promises'
import { MAX_PATH_LENGTH } from './calls.ts'
import { errnoOf, FilesystemError } from './errors.ts'

/** Opens an object as what it is named by, whatever it is, without any effect on it. Linux only. */
export const O_PATH = 0x20_0000
const MOST_LINKS = 40

/**
 * The path of a name in an open folder, as `openat` has it: the system goes to the folder that is open,
 * wherever it lies by now, and takes one name from there.
 */
export function at(folder: FileHandle, name: string): string {
  return `${self(folder)}/${name}`
}

/** The path of what is open. */
export function self(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`
}

/** Opens a name without following it, should it be a link. */
export function openName(folder: FileHandle, name: string): Promise<FileHandle> {
  return open(at(folder, name), O_PATH | constants.O_NOFOLLOW)
}

/** Where a path leads: to a name in an open folder, or to that folder itself. */
export interface Resolved extends AsyncDisposable {
  readonly folder: FileHandle
  /** One name, never `..`; `.` is the folder itself. No operation may follow it where it is a link. */
  readonly name: string
  /** The path ends in a slash or the like. */
  readonly mustBeDirectory: boolean
}

/**
 * Walks a path name by name below an open folder. No link is ever followed by the system: each is read, and
 * its names walked like those of the path. `..` goes back to the folder that the walk came from. What leads
 * out of the folder is refused, and no race changes that: every step starts from an open folder.
 *
 * @param follow Also follows a link that is the last name.
 * @throws FilesystemError `not-permitted` where the path leads out of the folder; also what the system says.
 */
export async function resolvePath(root: FileHandle, path: string, follow: boolean): Promise<Resolved> {
  const names = namesOf(path).reverse()
  const stack: FileHandle[] = []
  let links = 0
  const end = (name: string, mustBeDirectory: boolean): Resolved => ({
    folder: stack.at(-1) ?? root,
    name,
    mustBeDirectory,
    [Symbol.asyncDispose]: async () => void (await Promise.all(stack.map((handle) => handle.close()))),
  })
  try {
    for (;;) {
      const name = names.pop()
      if (name === undefined) return end('.', true)
      if (name === '' || name === '.') continue
      if (name === '..') {
        if (stack.length === 0) throw new FilesystemError('not-permitted')
        await stack.pop()?.close()
        continue
      }
      const isLast = names.every((rest) => rest === '' || rest === '.')
      const mustBeDirectory = isLast && names.length > 0
      if (isLast && !follow && !mustBeDirectory) return end(name, false)
      const folder = stack.at(-1) ?? root
      const found = await openName(folder, name).catch((error: unknown) => {
        if (isLast && errnoOf(error) === 'ENOENT') return undefined
        throw error
      })
      if (found === undefined) return end(name, mustBeDirectory)
      const stat = await found.stat().catch(async (error: unknown) => {
        await found.close()
        throw error
      })
      if (stat.isDirectory() && !isLast) {
        stack.push(found)
        continue
      }
      await found.close()
      if (stat.isSymbolicLink()) {
        if (++links > MOST_LINKS) throw new FilesystemError('loop')
        names.push(...namesOf(await readlink(at(folder, name))).reverse())
      } else if (!isLast || (mustBeDirectory && !stat.isDirectory())) {
        throw new FilesystemError('not-directory')
      } else return end(name, mustBeDirectory)
    }
  } catch (error) {
    await Promise.all(stack.map((handle) => handle.close()))
    throw error
  }
}

function namesOf(path: string): string[] {
  if (path === '') throw new FilesystemError('no-entry')
  if (path.length > MAX_PATH_LENGTH) throw new FilesystemError('name-too-long')
  if (path.includes('\0')) throw new FilesystemError('invalid')
  if (path.startsWith('/')) throw new FilesystemError('not-permitted')
  return path.split('/')
}
