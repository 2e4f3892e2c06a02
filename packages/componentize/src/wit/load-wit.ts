import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AirlockError, promptWit, promptWorld, type WitFiles } from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { readWorld, type WorldModel } from './world-model.ts'

/** A WIT package and the world that is built for. */
export interface ChosenWorld {
  readonly files: WitFiles
  readonly world: WorldModel
}

/**
 * Finds the WIT of a source and reads the world it shall fit.
 *
 * @param wit The option of the caller.
 * @param ownFolder Where the source would keep its own `wit/` folder.
 * @throws AirlockError `wit-invalid`, `world-unknown`, `world-unsupported`, `input-not-found`.
 */
export async function loadWorld(
  wit: WitFiles | string | undefined,
  ownFolder: string,
  world: string | undefined,
): Promise<ChosenWorld> {
  const files = typeof wit === 'object' ? wit : await readFiles(wit, ownFolder)
  const wanted = world ?? (files === promptWit ? promptWorld : undefined)
  return { files, world: readWorld(await resolveWit(files), wanted) }
}

async function readFiles(wit: string | undefined, ownFolder: string): Promise<WitFiles> {
  if (wit !== undefined) return readWitFolder(wit)
  const own = join(ownFolder, 'wit')
  const isFolder = await stat(own).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isFolder ? readWitFolder(own) : promptWit
}

/** Writes a WIT package where a build tool can read it. */
export async function writeWit(files: WitFiles, folder: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/')
    if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\:\0]/.test(part)))
      throw new AirlockError('wit-invalid', `${path} is not a path inside a WIT package.`, { item: path })
    const target = join(folder, ...parts)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
}
