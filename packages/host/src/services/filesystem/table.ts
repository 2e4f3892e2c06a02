import type { FileHandle } from 'node:fs/promises'
import { FilesystemError } from './errors.ts'

/** What a guest has open. */
export interface Entry {
  readonly handle: FileHandle
  readonly type: 'directory' | 'regular-file'
  readonly read: boolean
  readonly write: boolean
  /** May anything be changed below or in it? */
  readonly writable: boolean
  /** The same file, opened to append. */
  appender?: Promise<FileHandle>
  /** Its size is at least this, as far as this guest has seen. */
  knownSize: number
}

/** A limit was met; the guest is told the code, the log the text. */
export class LimitMet extends FilesystemError {
  readonly text: string

  constructor(code: 'insufficient-space' | 'insufficient-memory', text: string) {
    super(code)
    this.text = text
  }
}

/** How far one call may go. */
export interface TableLimits {
  readonly maxOpenFiles: number
  readonly maxWriteBytes: number
}

/** The descriptors of one call, and what it may still write. Closed, and with it all files, when it ends. */
export class DescriptorTable {
  readonly #limits: TableLimits
  readonly #entries: Map<number, Entry>
  /** Preopened folders stay open. */
  readonly #firstOwn: number
  #lastFd: number
  #opening = 0
  #left: number
  #closed = false

  constructor(preopens: readonly Entry[], limits: TableLimits) {
    this.#limits = limits
    this.#entries = new Map(preopens.map((entry, index) => [index, { ...entry }]))
    this.#firstOwn = preopens.length
    this.#lastFd = preopens.length - 1
    this.#left = limits.maxWriteBytes
  }

  /** @throws FilesystemError `bad-descriptor`. */
  get(fd: number): Entry {
    const entry = this.#entries.get(fd)
    if (entry === undefined) throw new FilesystemError('bad-descriptor')
    return entry
  }

  /** @throws FilesystemError where it is no folder. */
  folder(fd: number): Entry {
    const entry = this.get(fd)
    if (entry.type !== 'directory') throw new FilesystemError('not-directory')
    return entry
  }

  /**
   * Adds what `make` opens, within the limit, however many are being opened at once.
   *
   * @returns Its number.
   */
  async open(make: () => Promise<Entry>): Promise<{ readonly fd: number; readonly entry: Entry }> {
    if (this.#entries.size - this.#firstOwn + this.#opening >= this.#limits.maxOpenFiles) {
      throw new LimitMet(
        'insufficient-memory',
        `A call may have ${this.#limits.maxOpenFiles} files open: raise limits.maxOpenFiles.`,
      )
    }
    this.#opening += 1
    try {
      const entry = await make()
      if (this.#closed) {
        await entry.handle.close()
        throw new FilesystemError('bad-descriptor')
      }
      const fd = ++this.#lastFd
      this.#entries.set(fd, entry)
      return { fd, entry }
    } finally {
      this.#opening -= 1
    }
  }

  /** @throws LimitMet where so many bytes more are too many. */
  spend(bytes: number): void {
    if (bytes > this.#left) {
      throw new LimitMet(
        'insufficient-space',
        `A call may write ${this.#limits.maxWriteBytes} bytes to files: raise limits.maxWriteBytes.`,
      )
    }
    this.#left -= bytes
  }

  async close(fd: number): Promise<void> {
    if (fd < this.#firstOwn) return
    const entry = this.get(fd)
    this.#entries.delete(fd)
    await closeEntry(entry)
  }

  async closeAll(): Promise<void> {
    this.#closed = true
    const entries = [...this.#entries]
    this.#entries.clear()
    await Promise.all(
      entries.map(([fd, entry]) => (fd < this.#firstOwn ? closeAppender(entry) : closeEntry(entry))),
    )
  }
}

async function closeEntry(entry: Entry): Promise<void> {
  await Promise.all([entry.handle.close(), closeAppender(entry)])
}

async function closeAppender({ appender }: Entry): Promise<void> {
  await appender?.then((handle) => handle.close()).catch(() => {})
}
