import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * Writes a file so that it is there whole or not at all: beside its place first, then renamed. An existing
 * file is replaced.
 *
 * @param path As the user gave it; missing folders are made.
 * @param content What the file is to hold.
 * @returns The absolute path.
 * @throws AirlockError `output-unwritable` where the place is a folder or cannot be written.
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<string> {
  const target = resolve(path)
  const temporary = `${target}.${randomUUID()}.tmp`
  try {
    if (/[\\/]$/.test(path) || (await stat(target).catch(() => undefined))?.isDirectory())
      throw new AirlockError('output-unwritable', `${path} names a folder.`, {
        item: path,
        hint: 'Give the name of a file.',
      })
    await makeFolder(dirname(target), path)
    await writeFile(temporary, content, { flag: 'wx' })
    await rename(temporary, target)
  } catch (error) {
    throw unwritable(path, error)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
  return target
}

/**
 * Makes a folder with all that lead to it.
 *
 * @param folder As the user gave it.
 * @param item What an error names.
 * @throws AirlockError `output-unwritable`.
 */
export async function makeFolder(folder: string, item = folder): Promise<void> {
  await checkWritable(folder, item)
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw unwritable(item, error)
  })
}

/**
 * Can a folder be made here, or be written if it is there? Nothing stays of the attempt. A recursive `mkdir`
 * does not say: below `/proc` it never ends.
 *
 * @param folder As the user gave it.
 * @param item What an error names.
 * @throws AirlockError `output-unwritable`.
 */
export async function checkWritable(folder: string, item = folder): Promise<void> {
  try {
    const ancestor = await nearestFolder(resolve(folder))
    await rmdir(await mkdtemp(join(ancestor, '.airlock-')))
  } catch (error) {
    throw unwritable(item, error)
  }
}

async function nearestFolder(path: string): Promise<string> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && dirname(path) !== path) return undefined
    throw error
  })
  return stats === undefined ? nearestFolder(dirname(path)) : path
}

function unwritable(path: string, error: unknown): AirlockError {
  if (error instanceof AirlockError) return error
  return new AirlockError('output-unwritable', `${path} cannot be written: ${reasonOf(error)}.`, {
    item: path,
    cause: error,
  })
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space is left',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a part of the path is a file',
    ENOENT: 'no folder can be made there',
  }
  return (code && reasons[code]) ?? message
}
