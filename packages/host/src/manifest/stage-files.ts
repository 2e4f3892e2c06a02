import { constants } from 'node:fs'
import { copyFile, mkdir, stat } from 'node:fs/promises'
import { dirname, join, posix, relative } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { insideOf, systemErrorCode } from './app-files.ts'
import { createExclusion, matchFiles } from './match-files.ts'
import type { SpinComponent } from './spin-app.ts'

/** Limits on the files of one component. */
const MAX_FILES = 10_000
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Copies the files of a component into a folder that becomes its `/`, as Spin does: patterns keep their place in
 * the application, folders and files with a destination get theirs.
 *
 * @param app Real path of the application's folder.
 * @param to An empty folder.
 * @returns How many there are.
 * @throws AirlockError `manifest-invalid` for a path that leads out of the folder, also through a link, and for a
 *   destination that does; `input-not-found` for what is not there; `input-too-large` for more than 10 000 files
 *   or 256 MiB.
 */
export async function stageFiles(app: string, component: SpinComponent, to: string): Promise<number> {
  const staged = await findFiles(app, component)
  for (const [destination, source] of staged) {
    const target = join(to, destination)
    await mkdir(dirname(target), { recursive: true })
    await copyFile(await insideOf(app, source), target, constants.COPYFILE_FICLONE)
  }
  return staged.size
}

/**
 * Finds the files of a component; nothing is copied.
 *
 * @param app Real path of the application's folder.
 * @returns Where each file is in the application, by the place that it has in the component.
 * @throws AirlockError as {@link stageFiles}.
 */
export async function findFiles(
  app: string,
  component: Pick<SpinComponent, 'id' | 'files' | 'excludeFiles'>,
): Promise<ReadonlyMap<string, string>> {
  const isOut = createExclusion(component.excludeFiles)
  const staged = new Map<string, string>()
  for (const entry of component.files) {
    const found = typeof entry === 'string' ? findPattern(app, entry) : findPlaced(app, entry)
    for await (const [source, destination] of found) {
      if (isOut(source)) continue
      staged.set(destination, source)
      if (staged.size > MAX_FILES) throw tooLarge(component.id, `more than ${MAX_FILES} files`)
    }
  }
  let bytes = 0
  for (const source of staged.values()) {
    bytes += (await stat(await insideOf(app, source))).size
    if (bytes > MAX_BYTES) throw tooLarge(component.id, `more than ${MAX_BYTES} bytes of files`)
  }
  return staged
}

/** Where a file is in the application, and where in the component. */
type Found = AsyncGenerator<readonly [source: string, destination: string]>

async function* findPattern(app: string, pattern: string): Found {
  checkRelative(pattern)
  const kind = await kindOf(app, pattern)
  if (kind === 'file') yield [posix.normalize(pattern), posix.normalize(pattern)]
  else if (kind === 'folder') yield* filesBelow(app, join(pattern, '**'))
  else if (/[*?[]/.test(pattern)) yield* filesBelow(app, pattern)
  else throw notThere(app, pattern)
}

async function* findPlaced(app: string, placed: { source: string; destination: string }): Found {
  const { source, destination } = placed
  checkRelative(source)
  const to = posix.join('/', destination).slice(1)
  if (destination.split('/').includes('..') || destination.includes('\0')) throw outside(destination)
  const kind = await kindOf(app, source)
  if (kind === 'file') yield [source, to]
  else if (kind === 'folder') {
    for await (const [path] of filesBelow(app, join(source, '**'))) {
      yield [path, posix.join(to, relative(source, path))]
    }
  } else throw notThere(app, source)
}

async function* filesBelow(app: string, pattern: string): Found {
  for await (const path of matchFiles(app, pattern)) {
    if ((await kindOf(app, path)) === 'file') yield [path, path]
  }
}

/** Links are followed as far as they stay inside. */
async function kindOf(app: string, path: string): Promise<'file' | 'folder' | undefined> {
  // The application's own folder, which a pattern such as `**` finds too.
  if (join(path, '.') === '.' || join(path, '.') === './') return 'folder'
  try {
    const status = await stat(await insideOf(app, path))
    return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : undefined
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))) return undefined
    throw error
  }
}

function checkRelative(path: string): void {
  if (path.split(/[/\\]/).includes('..')) throw outside(path)
}

function outside(path: string): AirlockError {
  return new AirlockError('manifest-invalid', `${path} leads out of its folder.`, {
    item: path,
    hint: 'Use paths without `..`, relative to spin.toml, and destinations from `/`.',
  })
}

function notThere(app: string, path: string): AirlockError {
  return new AirlockError('input-not-found', `There is no ${path} in ${app}.`, {
    item: path,
    hint: 'Name a file, a folder or a pattern (`images/**/*.png`), or take it out of files.',
  })
}

function tooLarge(id: string, what: string): AirlockError {
  return new AirlockError('input-too-large', `The component ${id} has ${what}.`, { item: id })
}
