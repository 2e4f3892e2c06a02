import { randomUUID } from 'node:crypto'
import { constants, copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a database held at one time. */
export interface DatabaseCopy {
  /** A copy of its file; `undefined` where nothing had been written. */
  readonly file: string | undefined
  /** A copy of its write-ahead log, where that could not be brought into the file. */
  readonly log: string | undefined
}

/** A database that nothing was written to. */
export const emptyCopy: DatabaseCopy = { file: undefined, log: undefined }

/**
 * Copies a database that nobody writes to at the moment. What a transaction has not committed may be in the
 * log; it is left out when the copy is read.
 *
 * @param file Absolute path of the database.
 * @param folder Where the copy is put.
 */
export async function copyDatabase(file: string, folder: string): Promise<DatabaseCopy> {
  const path = join(folder, randomUUID())
  const copy = { file: await copyIfAny(file, path), log: await copyIfAny(`${file}-wal`, `${path}-wal`) }
  return copy.file === undefined ? emptyCopy : copy
}

/** Puts a copy in the place of a database that no connection is open to. */
export async function placeCopy({ file, log }: DatabaseCopy, target: string): Promise<void> {
  // Together with another log, or the index of another one, it would be read as what it never was.
  await Promise.all(['', '-wal', '-shm'].map((end) => rm(`${target}${end}`, { force: true })))
  if (log !== undefined) await copyFile(log, `${target}-wal`, constants.COPYFILE_EXCL)
  if (file !== undefined) await copyFile(file, target, constants.COPYFILE_EXCL)
}

async function copyIfAny(from: string, to: string): Promise<string | undefined> {
  const size = await stat(from).then(
    (status) => status.size,
    () => 0,
  )
  if (size === 0) return undefined
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  return to
}
