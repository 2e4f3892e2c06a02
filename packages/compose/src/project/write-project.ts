import { lstat, mkdir, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { besideName } from '../app/replace-folder.ts'
import { systemErrorCode } from '../app-files.ts'
import type { ProjectFiles } from './template-files.ts'

/**
 * Writes a project all at once: under another name beside its place, then renamed.
 *
 * @param path A folder that does not exist, or is empty; missing folders above it are made.
 * @returns Its real path.
 * @throws AirlockError `output-unwritable`; all is then as it was.
 */
export async function writeProject(path: string, files: ProjectFiles): Promise<string> {
  const target = resolve(path)
  const undo: (() => Promise<unknown>)[] = []
  try {
    const isThere = await mayFill(path, target)
    for (const folder of await missingAbove(target)) {
      await mkdir(folder)
      undo.unshift(() => rmdir(folder))
    }
    const unfinished = besideName(target)
    await mkdir(unfinished)
    undo.unshift(() => rm(unfinished, { recursive: true, force: true }))
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(unfinished, name)), { recursive: true })
      await writeFile(join(unfinished, name), content, { flag: 'wx' })
    }
    if (isThere) {
      await rmdir(target)
      undo.unshift(() => mkdir(target))
    }
    await rename(unfinished, target)
    return await realpath(target)
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined)
    if (error instanceof AirlockError) throw error
    const reason = systemErrorCode(error) || String(error)
    throw new AirlockError('output-unwritable', `${path} cannot be written (${reason}).`, {
      item: path,
      cause: error,
    })
  }
}

/** Is an empty folder there? */
async function mayFill(path: string, target: string): Promise<boolean> {
  const status = await lstat(target).catch(ifAbsent)
  if (status === undefined) return false
  const reason = !status.isDirectory()
    ? 'is not a folder'
    : (await readdir(target)).length > 0
      ? 'is not empty'
      : undefined
  if (reason === undefined) return true
  throw new AirlockError('output-unwritable', `${path} ${reason}.`, {
    item: path,
    hint: 'Name a folder that does not exist yet, or is empty.',
  })
}

/** The folders above that are not there, the uppermost first. Made one by one: below `/proc`, all at once never ends. */
async function missingAbove(target: string): Promise<string[]> {
  const missing: string[] = []
  for (
    let folder = dirname(target);
    (await lstat(folder).catch(ifAbsent)) === undefined;
    folder = dirname(folder)
  )
    missing.unshift(folder)
  return missing
}

function ifAbsent(error: unknown): undefined {
  if (systemErrorCode(error) !== 'ENOENT') throw error
}
