import { lstat, mkdir, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isMissing, makeFolder } from '../app/paths.ts'
import { besideName } from '../app/replace-folder.ts'
import { toUnwritable, unwritable } from '../app/unwritable.ts'
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
    undo.unshift(await makeFolder(dirname(target)))
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
    throw toUnwritable(path, error)
  }
}

/** Is an empty folder there? */
async function mayFill(path: string, target: string): Promise<boolean> {
  const status = await lstat(target).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
  if (status === undefined) return false
  const reason = !status.isDirectory()
    ? 'is not a folder'
    : (await readdir(target)).length > 0
      ? 'is not empty'
      : undefined
  if (reason === undefined) return true
  throw unwritable(path, reason, 'Name a folder that does not exist yet, or is empty.')
}
