import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
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
    if ((await stat(target).catch(() => undefined))?.isDirectory())
      throw new AirlockError('output-unwritable', `${path} is a folder.`, {
        item: path,
        hint: 'Give the name of a file.',
      })
    await mkdir(dirname(target), { recursive: true })
    await writeFile(temporary, content, { flag: 'wx' })
    await rename(temporary, target)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    throw new AirlockError('output-unwritable', `${path} cannot be written: ${reasonOf(error)}.`, {
      item: path,
      cause: error,
    })
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
  return target
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
  }
  return (code && reasons[code]) ?? message
}
