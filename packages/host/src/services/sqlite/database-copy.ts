import { randomUUID } from 'node:crypto'
import { constants, copyFileSync, rmSync } from 'node:fs'
import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a database held at one time: copies of its files, those that were not empty. */
export interface DatabaseCopy {
  /** @default nothing had been written */
  readonly file?: CopiedFile
  /** The write-ahead log, where that could not be brought into the file. */
  readonly log?: CopiedFile
}

interface CopiedFile {
  readonly path: string
  readonly bytes: number
}

/** A database that nothing was written to. */
export const emptyCopy: DatabaseCopy = {}

/** Up to here, a copy takes less time than to wait for another thread that makes it. */
const MAX_AT_ONCE_BYTES = 1024 * 1024

/**
 * Copies a database that nobody writes to at the moment. What a transaction has not committed may be in the
 * log; it is left out when the copy is read.
 *
 * @param file Absolute path of the database.
 * @param folder Where the copy is put.
 */
export async function copyDatabase(file: string, folder: string): Promise<DatabaseCopy> {
  const path = join(folder, randomUUID())
  const copied = await copyIfAny(file, path)
  if (copied === undefined) return emptyCopy
  const log = await copyIfAny(`${file}-wal`, `${path}-wal`)
  return { file: copied, ...(log === undefined ? {} : { log }) }
}

/** Removes the files of a database. Connections that are still open to it bring nothing back. */
export function removeDatabase(file: string): void {
  // Together with another log, or the index of another one, a database would be read as what it never was.
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

/** Puts a copy where no database is. */
export async function placeCopy({ file, log }: DatabaseCopy, target: string): Promise<void> {
  if (log !== undefined) await place(log, `${target}-wal`)
  if (file !== undefined) await place(file, target)
}

async function place({ path, bytes }: CopiedFile, target: string): Promise<void> {
  const mode = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE
  if (bytes <= MAX_AT_ONCE_BYTES) copyFileSync(path, target, mode)
  else await copyFile(path, target, mode)
}

async function copyIfAny(from: string, to: string): Promise<CopiedFile | undefined> {
  const bytes = await stat(from).then(
    ({ size }) => size,
    () => 0,
  )
  if (bytes === 0) return undefined
  await place({ path: from, bytes }, to)
  return { path: to, bytes }
}
