import type { Dirent } from 'node:fs'
import { lstat, mkdir, readdir, realpath, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { systemErrorCode } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'

/** A path as it is read from left to right, links left aside. */
export interface PlainPath {
  /** POSIX, relative, without `.` and `..`. */
  readonly path: string
  /** Folders that it goes through and leaves again: `a` of `a/../b`. They have to be there for it to lead anywhere. */
  readonly through: readonly string[]
}

/**
 * Takes a path of a manifest apart, so that it leads to the same place in another folder.
 *
 * @throws AirlockError `manifest-invalid` where it leaves the folder on its way.
 */
export function plainPath(path: string): PlainPath {
  const steps: string[] = []
  const through: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') {
      through.push(steps.join('/'))
      if (steps.pop() === undefined) throw outside(path)
    } else if (step !== '' && step !== '.') steps.push(step)
  }
  return { path: steps.join('/'), through }
}

/** The real path of something that need not be there: of the folders above it, as far as there are any. */
export async function realPathOf(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch (error) {
    if (!isMissing(error) || dirname(absolute) === absolute) throw error
    return join(await realPathOf(dirname(absolute)), basename(absolute))
  }
}

/** Is a real path that of the folder, or below? */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Did a file operation fail since there is nothing of that name? */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))
}

/**
 * Makes a folder and those above it, one by one: below `/proc`, all at once never ends.
 *
 * @param path Absolute.
 * @returns Takes away those that were not there, as far as they are empty.
 */
export async function makeFolder(path: string): Promise<() => Promise<void>> {
  const missing: string[] = []
  for (let folder = path; !(await isThere(folder)); folder = dirname(folder)) missing.unshift(folder)
  const made: string[] = []
  const remove = async () => {
    for (const folder of made.toReversed()) {
      try {
        await rmdir(folder)
      } catch {
        return
      }
    }
  }
  try {
    for (const folder of missing) {
      // Another run may have made it meanwhile.
      if (await makeOne(folder)) made.push(folder)
    }
    return remove
  } catch (error) {
    await remove()
    throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}

async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * Everything in a folder and below, one after the other; links are not followed, which `readdir` would do.
 *
 * @returns Each with its POSIX path in the folder.
 */
export async function* walkFolder(folder: string, below = ''): AsyncGenerator<readonly [string, Dirent]> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    yield [path, entry]
    if (entry.isDirectory()) yield* walkFolder(folder, path)
  }
}

function outside(path: string): AirlockError {
  return new AirlockError('manifest-invalid', `${path} leads out of the application's folder.`, {
    item: path,
    hint: 'Use a path relative to spin.toml that stays in its folder.',
  })
}
