import { readFile } from 'node:fs/promises'

/**
 * Reads a file.
 *
 * @param what What messages call it: `failed to read file`.
 * @throws Error with the error of the system as its cause.
 */
export async function readBytes(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new Error(`${what} \`${path}\``, { cause })
  }
}

/** Reads the source of a document, every byte of it: a byte order mark is part of the text. */
export async function readSource(path: string): Promise<string> {
  const what = 'failed to read file'
  const bytes = await readBytes(path, what)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Error(`${what} \`${path}\``, { cause: new Error('stream did not contain valid UTF-8') })
  }
}
