import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, join, sep, win32 } from 'node:path'
import { AirlockError, type ErrorCode } from '@wasm-airlock/shared'

/** Limits on the files of an application, in bytes; that of a component is the one of its validation. */
export const maximumManifestBytes = 1024 * 1024
export const maximumComponentBytes = 128 * 1024 * 1024

/** The code of a failed file operation: `ENOENT`. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Reads a file that has to be inside of a folder, whatever links there are.
 *
 * @param folder The real path of the folder.
 * @param path As the manifest has it.
 * @param limit In bytes.
 * @param hint What to do where there is no such file.
 * @throws AirlockError `manifest-invalid` for a path that leads out of the folder, `input-not-found`,
 * `input-unreadable` or `input-too-large`.
 */
export async function readAppFile(
  folder: string,
  path: string,
  limit: number,
  hint: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const real = await insideOf(folder, path)
    await using file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const status = await file.stat()
    if (!status.isFile()) throw refusal('input-unreadable', path, 'is not a file')
    if (status.size > limit) {
      throw refusal(
        'input-too-large',
        path,
        `has ${status.size} bytes, more than the ${limit} that are allowed`,
      )
    }
    // A view: what is read may have a hundred megabytes.
    const { buffer, byteOffset, byteLength } = await file.readFile()
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const code = systemErrorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AirlockError('input-not-found', `There is no ${path} in ${folder}.`, {
        item: path,
        hint,
        cause: error,
      })
    }
    throw refusal('input-unreadable', path, `cannot be read (${code || 'unknown reason'})`, error)
  }
}

/**
 * The real path of something that has to be inside of a folder.
 *
 * @param folder Its real path.
 * @throws AirlockError `manifest-invalid` where it is not, links included, and what `realpath` throws.
 */
export async function insideOf(folder: string, path: string): Promise<string> {
  if (isAbsolute(path) || win32.isAbsolute(path) || path.includes('\0')) throw outside(path)
  const real = await realpath(join(folder, path))
  if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) throw outside(path)
  return real
}

function outside(path: string): AirlockError {
  return new AirlockError('manifest-invalid', `${path} is not inside of the application's folder.`, {
    item: path,
    hint: 'Use a path relative to spin.toml that stays in its folder, also through links.',
  })
}

function refusal(code: ErrorCode, path: string, reason: string, cause?: unknown): AirlockError {
  return new AirlockError(code, `${path} ${reason}.`, { item: path, cause })
}
