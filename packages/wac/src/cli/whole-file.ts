import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'

/**
 * Writes a file so that it is there whole or not at all, also where the process is interrupted: beside it,
 * then renamed. What is no plain file of one's own (a device, a pipe, one of several links, a link to what is not there) is written in
 * place, and so is one in a folder that takes no other file.
 *
 * @throws Error the error of the system
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const existing = statSync(path, { throwIfNoEntry: false })
  const mayReplace = existing === undefined ? isFree(path) : isReplaceable(existing)
  if (!mayReplace) {
    writeFileSync(path, content)
    return
  }
  const target = existing === undefined ? path : realpathSync(path)
  if (existing !== undefined) accessSync(target, constants.W_OK)
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  const release = holdSignals()
  try {
    writeFileSync(temporary, content, { flag: 'wx' })
    if (existing !== undefined) chmodSync(temporary, existing.mode)
    renameSync(temporary, target)
  } catch (error) {
    remove(temporary)
    if (!inPlace.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    writeFileSync(path, content)
  } finally {
    release()
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What could not be made is not there either.
  }
}

/** Why a file beside the other one cannot be made or put in its place. */
const inPlace = new Set(['EACCES', 'EBUSY', 'ENAMETOOLONG', 'EPERM', 'EROFS', 'EXDEV'])

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Lets signals wait. @returns what makes them arrive */
function holdSignals(): () => void {
  let received: NodeJS.Signals | undefined
  const hold = (signal: NodeJS.Signals): void => {
    received = signal
  }
  for (const signal of signals) process.on(signal, hold)
  return () =>
    // Node hands a signal over only after the code that runs.
    void setImmediate(() => {
      for (const signal of signals) process.off(signal, hold)
      if (received !== undefined) process.kill(process.pid, received)
    })
}

/** Not so where a symbolic link leads to a file that is yet to be made. */
function isFree(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined
}

/** A plain file under one name, of this user and group: another one in its place is the same. */
function isReplaceable(existing: Stats): boolean {
  if (!existing.isFile() || existing.nlink !== 1) return false
  return (
    process.getuid === undefined || (process.getuid() === existing.uid && process.getgid?.() === existing.gid)
  )
}
