import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { inspectComponent } from '@wasm-airlock/wac'

/** The largest component that is read, in bytes: 128 MiB. */
const maxComponentBytes = 128 * 1024 * 1024

/** The largest standard input that is handed on, in bytes: 16 MiB. */
const maxInputBytes = 16 * 1024 * 1024

/** The largest text file that is read, in bytes: 1 MiB. */
const maxTextBytes = 1024 * 1024

/**
 * Reads a file of Wasm, whatever is in it.
 *
 * @param path As the user gave it.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large`.
 */
export async function readWasm(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readCapped(path, maxComponentBytes))
}

/**
 * Reads a component.
 *
 * @param path As the user gave it.
 * @throws AirlockError Those of {@link readWasm}; `component-malformed` with the file as item.
 */
export async function readComponent(path: string): Promise<Uint8Array> {
  const bytes = await readWasm(path)
  await checkComponent(bytes, path)
  return bytes
}

/** What results call a component that is plugged into another, as `wac plug` does: its file without `.wasm`. */
export function plugName(path: string): string {
  return basename(path, extname(path))
}

/** @throws AirlockError `component-malformed` in the words that `componentizeSource` has for a `.wasm` file. */
export async function checkComponent(bytes: Uint8Array, path: string): Promise<void> {
  const { kind, invalid } = await inspectComponent(bytes)
  const refuse = (message: string, hint?: string): AirlockError =>
    new AirlockError('component-malformed', message, { item: path, ...(hint ? { hint } : {}) })
  if (kind === 'core-module')
    throw refuse(`${path} is a core module, not a component.`, 'Wrap it with `wasm-tools component new`.')
  if (kind === 'wit-package') throw refuse(`${path} is a WIT package, not a component.`)
  if (kind !== 'component')
    throw refuse(`${path} is ${bytes.length === 0 ? 'empty' : 'not WebAssembly'}, not a component.`)
  if (invalid !== null)
    throw refuse(
      `${path} is not a valid component: ${invalid.reason}.`,
      'The file may be cut short; build or download it again.',
    )
}

/** As {@link readWasm} for text in UTF-8, up to 1 MiB. */
export async function readText(path: string): Promise<string> {
  const bytes = await readCapped(path, maxTextBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AirlockError('input-unreadable', `${path} is not text in UTF-8.`, { item: path, cause })
  }
}

/**
 * Reads what a component is to find on its standard input, up to 16 MiB.
 *
 * @param path As the user gave it; `-` for the standard input of this command, read to its end.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large`.
 */
export async function readInput(path: string): Promise<Uint8Array> {
  if (path !== '-') return readCapped(path, maxInputBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxInputBytes)
      throw new AirlockError('input-too-large', `The standard input has more than ${maxInputBytes} bytes.`, {
        item: '--stdin',
      })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
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
