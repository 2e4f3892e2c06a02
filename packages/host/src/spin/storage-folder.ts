import { lstat, mkdir, readdir, realpath } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'
import { isStoreLabel } from '../manifest/store-label.ts'
import { createTempFolder, type TempFolder } from '../process/temp-folder.ts'

/** The name that Spin gives to the file of key-value stores. */
export const storesName = 'sqlite_key_value.db'

const DEFAULT = 'sqlite_db.db'
const PREFIX = 'sqlite_db_'
const END = '.db'

/** As `spin up` names them; a label has letters, digits, `-` and `_` only. */
export function databaseName(label: string): string {
  return label === 'default' ? DEFAULT : `${PREFIX}${label}${END}`
}

/** Labels of the databases that are in a folder. */
export async function findDatabases(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(END))
    .map((name) => name.slice(PREFIX.length, -END.length))
    .filter((label) => label !== 'default' && isStoreLabel(label))
    .concat(names.includes(DEFAULT) ? ['default'] : [])
}

/**
 * The folder for what an application keeps.
 *
 * @param path Made where it is not there. @default a throw-away one
 * @throws AirlockError `output-unwritable` where it cannot be had.
 */
export async function openStorageFolder(path: string | undefined): Promise<TempFolder> {
  if (path === undefined) return createTempFolder()
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    if ((await lstat(path)).isSymbolicLink()) throw notOwn(path, 'is a link')
    return { path: await realpath(path), remove: async () => {} }
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException
    throw new AirlockError('output-unwritable', `The folder ${path} cannot be made (${code}).`, {
      item: path,
      hint: 'Name a folder that can be written with stateDir.',
      cause: error,
    })
  }
}

/**
 * An application may come with a state folder of its own, in which a link would lead to the database of
 * something else.
 *
 * @throws AirlockError `output-unwritable` where one of the files is not only the folder's.
 */
export async function checkDatabaseFile(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) {
    const path = `${file}${end}`
    const status = await lstat(path).catch(() => undefined)
    if (status !== undefined && (!status.isFile() || status.nlink > 1)) throw notOwn(path, 'is a link')
  }
}

function notOwn(path: string, reason: string): AirlockError {
  return new AirlockError('output-unwritable', `${path} ${reason}: it may belong to something else.`, {
    item: path,
    hint: 'Remove it, or name another folder with stateDir.',
  })
}
