import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { FilesystemError } from './errors.ts'
import { self } from './resolve.ts'
import type { Entry } from './table.ts'

/** Told how many bytes a file is to have, or to be given, beyond what it has. */
type Charge = (bytes: number) => void

/** @returns At most `length` bytes; none at the end of the file. */
export async function readFrom(entry: Entry, offset: number, length: number): Promise<Uint8Array> {
  if (entry.type === 'directory') throw new FilesystemError('is-directory')
  if (!entry.read) throw new FilesystemError('bad-descriptor')
  const { buffer, bytesRead } = await entry.handle.read(Buffer.allocUnsafe(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}

/**
 * @param offset `null` to append.
 * @returns How many bytes were written.
 */
export async function writeTo(
  entry: Entry,
  offset: number | null,
  bytes: Uint8Array,
  charge: Charge,
): Promise<number> {
  checkWritable(entry)
  if (bytes.length === 0) return 0
  if (offset === null) {
    charge(bytes.length)
    entry.appender ??= open(self(entry.handle), constants.O_WRONLY | constants.O_APPEND)
    return (await (await entry.appender).write(bytes)).bytesWritten
  }
  const end = offset + bytes.length
  if (!Number.isSafeInteger(end)) throw new FilesystemError('file-too-large')
  if (offset > entry.knownSize) entry.knownSize = (await entry.handle.stat()).size
  // A gap that is skipped counts as written.
  charge(bytes.length + Math.max(0, offset - entry.knownSize))
  entry.knownSize = Math.max(entry.knownSize, end)
  return (await entry.handle.write(bytes, 0, bytes.length, offset)).bytesWritten
}

/** `set-size`. What a file grows by counts as written. */
export async function resize(entry: Entry, size: number, charge: Charge): Promise<void> {
  checkWritable(entry)
  const { size: present } = await entry.handle.stat()
  charge(Math.max(0, size - present))
  entry.knownSize = size
  await entry.handle.truncate(size)
}

function checkWritable(entry: Entry): void {
  if (entry.type === 'directory') throw new FilesystemError('is-directory')
  if (!entry.writable) throw new FilesystemError('read-only')
  if (!entry.write) throw new FilesystemError('bad-descriptor')
}
