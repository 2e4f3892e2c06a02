import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { AirlockError, type WitFiles } from '@wasm-airlock/shared'
import { readArgument, text } from './arguments.ts'

/** What a WIT package may be at most; the largest published ones are far below. */
const MAX_FILES = 500
const MAX_BYTES = 8 * 1024 * 1024
/** `deps/NAME/file.wit`: deeper files are never part of a package. */
const MAX_DEPTH = 3

/**
 * Reads a WIT package from disk as text: a folder with its `deps/`, or one `.wit` file. One with packages in
 * binary or text format in `deps/`, without which it would not resolve, is for `readWitSources`.
 *
 * @param path Folder or file.
 * @returns Relative POSIX path → text of every `.wit` file.
 * @throws AirlockError `input-not-found`, `input-unreadable` (no `.wit` file, not UTF-8, a symbolic link
 * that leads out of the folder, a `.wasm` or `.wat` in `deps/`) or `input-too-large` (more than 500 files or 8 MiB), `usage-invalid`.
 */
export async function readWitFolder(path: string): Promise<WitFiles> {
  readArgument(text, path, 'path')
  const isFolder = await readable(path, async () => (await stat(path)).isDirectory())
  const root = await readable(path, () => realpath(path))
  const files: Record<string, string> = {}
  let bytes = 0

  const take = async (name: string, file: string): Promise<void> => {
    const real = await readable(file, () => realpath(file))
    if (isFolder && !real.startsWith(root + sep)) {
      throw new AirlockError('input-unreadable', `${name} is a link that leads out of ${path}.`, {
        item: file,
        hint: 'Copy the file into the folder.',
      })
    }
    const info = await readable(file, () => stat(real))
    if (!info.isFile()) {
      throw new AirlockError('input-unreadable', `${name} is not a file.`, {
        item: file,
        hint: 'Put the text itself there: devices and pipes are not read.',
      })
    }
    bytes += info.size
    if (bytes > MAX_BYTES || Object.keys(files).length >= MAX_FILES) {
      throw new AirlockError(
        'input-too-large',
        `${path} holds more than ${MAX_FILES} WIT files or ${MAX_BYTES} bytes.`,
        { item: path, hint: 'Give the folder of one WIT package.' },
      )
    }
    const content = await readable(file, () => readFile(real))
    try {
      files[name] = new TextDecoder('utf-8', { fatal: true }).decode(content)
    } catch (cause) {
      throw new AirlockError('input-unreadable', `${name} is not UTF-8 text.`, {
        item: file,
        hint: 'Save it as UTF-8.',
        cause,
      })
    }
  }

  const walk = async (folder: string, prefix: string, depth: number): Promise<void> => {
    for (const name of (await readable(folder, () => readdir(folder))).sort()) {
      const entry = join(folder, name)
      const info = await readable(entry, () => lstat(entry))
      const directory = info.isSymbolicLink()
        ? await readable(entry, async () => (await stat(entry)).isDirectory())
        : info.isDirectory()
      const inPackage = prefix !== '' || name === 'deps'
      if (!directory && name.endsWith('.wit')) await take(`${prefix}${name}`, entry)
      else if (!directory && prefix === 'deps/' && /\.wa(sm|t)$/.test(name)) {
        throw new AirlockError('input-unreadable', `${prefix}${name} is not WIT text.`, {
          item: entry,
          hint: 'Packages in binary or text format: read the folder with readWitSources.',
        })
      } else if (directory && inPackage && depth < MAX_DEPTH)
        await walk(entry, `${prefix}${name}/`, depth + 1)
    }
  }

  if (isFolder) await walk(path, '', 1)
  else await take(basename(path), path)
  if (Object.keys(files).length === 0) {
    throw new AirlockError('input-unreadable', `${path} holds no .wit file.`, {
      item: path,
      hint: 'Give the folder that has the .wit files at its top.',
    })
  }
  return files
}

async function readable<T>(item: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new AirlockError(
      missing ? 'input-not-found' : 'input-unreadable',
      missing ? `${item} does not exist.` : `${item} cannot be read.`,
      { item, hint: missing ? 'Check the path.' : 'Check that you may read it.', cause },
    )
  }
}
