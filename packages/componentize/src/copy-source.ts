import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { readRegular } from './read-regular.ts'

const MAX_FILES = 2_000
const MAX_BYTES = 64 * 1024 ** 2
const MAX_DEPTH = 32

const SKIPPED_FOLDERS = new Set(['__pycache__', 'node_modules', 'venv', 'dist', 'wit_world'])
/** What componentize-py would obey or load if it found it. */
const SKIPPED_FILES = new Set(['componentize-py.toml', 'wit_world.py'])
const SKIPPED_EXTENSIONS = new Set(['.so', '.wasm', '.pyd', '.pyc', '.pth', '.dylib'])

/**
 * Copies what a build may see of a folder: regular files only. Links, hidden files, caches, installed
 * packages, native code and the componentizer's own settings stay behind.
 *
 * @param from Absolute path of a folder, as the user knows it in `name`.
 * @returns Relative POSIX paths of the copied files, sorted.
 * @throws AirlockError `input-too-large`, `input-unreadable`.
 */
export async function copyFolder(from: string, to: string, name: string): Promise<string[]> {
  const copied: string[] = []
  let bytes = 0
  const visit = async (relative: string, depth: number): Promise<void> => {
    const entries = await readdir(join(from, relative), { withFileTypes: true })
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (entry.isDirectory()) {
        if (SKIPPED_FOLDERS.has(entry.name)) continue
        if (depth >= MAX_DEPTH) throw tooLarge(name, `folders nested more than ${MAX_DEPTH} deep`)
        await mkdir(join(to, path))
        await visit(path, depth + 1)
      } else if (entry.isFile()) {
        if (SKIPPED_FILES.has(entry.name) || SKIPPED_EXTENSIONS.has(extname(entry.name).toLowerCase()))
          continue
        copied.push(path)
        if (copied.length > MAX_FILES) throw tooLarge(name, `more than ${MAX_FILES} files`)
        const content = await readRegular(join(from, path), join(name, path), MAX_BYTES)
        bytes += content.length
        if (bytes > MAX_BYTES) throw tooLarge(name, `more than ${MAX_BYTES} bytes`)
        await writeFile(join(to, path), content, { flag: 'wx' })
      }
    }
  }
  try {
    await visit('', 0)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    throw new AirlockError('input-unreadable', `${name} cannot be read.`, { item: name, cause: error })
  }
  return copied.sort()
}

function tooLarge(name: string, what: string): AirlockError {
  return new AirlockError('input-too-large', `${name} holds ${what}.`, {
    item: name,
    hint: 'Give a folder that holds the source only.',
  })
}
