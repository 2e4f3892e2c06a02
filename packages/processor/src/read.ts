import { readFile, stat } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'

/** The largest component that is read, in bytes: 128 MiB. */
const maxComponentBytes = 128 * 1024 * 1024

/** The largest text file that is read, in bytes: 1 MiB. */
const maxTextBytes = 1024 * 1024

/**
 * Reads a file of Wasm.
 *
 * @param path As the user gave it.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large`.
 */
export async function readComponent(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readCapped(path, maxComponentBytes))
}

/** As {@link readComponent} for text in UTF-8, up to 1 MiB. */
export async function readText(path: string): Promise<string> {
  const bytes = await readCapped(path, maxTextBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AirlockError('input-unreadable', `${path} is not text in UTF-8.`, { item: path, cause })
  }
}

async function readCapped(path: string, limit: number): Promise<Uint8Array> {
  try {
    const stats = await stat(path)
    if (!stats.isFile())
      throw new AirlockError(
        'input-unreadable',
        `${path} is ${stats.isDirectory() ? 'a folder' : 'no file'}.`,
        {
          item: path,
          hint: 'Name a file.',
        },
      )
    if (stats.size > limit)
      throw new AirlockError(
        'input-too-large',
        `${path} has ${stats.size} bytes, more than the ${limit} that are read.`,
        { item: path, hint: `Give a file of at most ${limit / 1024 / 1024} MiB.` },
      )
    return await readFile(path)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new AirlockError('input-not-found', `${path} does not exist.`, { item: path, cause: error })
    throw new AirlockError('input-unreadable', `${path} cannot be read (${code ?? String(error)}).`, {
      item: path,
      cause: error,
    })
  }
}
