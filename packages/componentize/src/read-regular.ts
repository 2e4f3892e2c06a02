import { constants, open } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * Reads a regular file whole. Named pipes, which would keep a reader waiting, devices, sockets, folders and
 * links are refused.
 *
 * @param path Absolute path.
 * @param name The path as the user knows it.
 * @param maxBytes The most that it may have.
 * @throws AirlockError `input-unreadable`, `input-too-large`.
 */
export async function readRegular(
  path: string,
  name: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
  await using file = await open(path, flags).catch((cause: unknown) => {
    throw new AirlockError('input-unreadable', `${name} cannot be read.`, { item: name, cause })
  })
  const stat = await file.stat()
  if (!stat.isFile()) throw new AirlockError('input-unreadable', `${name} is not a file.`, { item: name })
  if (stat.size > maxBytes)
    throw new AirlockError('input-too-large', `${name} has ${stat.size} bytes, more than ${maxBytes}.`, {
      item: name,
    })
  return new Uint8Array(await file.readFile())
}
