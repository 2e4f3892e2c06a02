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

/**
 * The descriptors of one call, and what it may still write. Closed, and with it all files, when it ends. While
 * an operation is under way nothing is closed: paths begin at the number of a descriptor, which the system would
 * give to another folder.
 */
export class DescriptorTable {
  readonly #limits: TableLimits
  readonly #entries: Map<number, Entry>
  /** Preopened folders stay open. */
  readonly #firstOwn: number
  #lastFd: number
  #opening = 0
  #left: number
  #closed = false
  #underWay = 0
  /** No longer the guest's, and still to be closed. */
  readonly #dropped: Entry[] = []

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
    const held = this.#entries.size - this.#firstOwn + this.#dropped.length
    if (held + this.#opening >= this.#limits.maxOpenFiles) {
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

  /** Does something with what is open. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#underWay += 1
    try {
      return await work()
    } finally {
      this.#underWay -= 1
      await this.#closeDropped(0)
    }
  }

  /** To be called by an operation that has not used any descriptor yet. */
  async close(fds: readonly number[]): Promise<void> {
    for (const fd of fds) {
      if (fd < this.#firstOwn) continue
      this.#dropped.push(this.get(fd))
      this.#entries.delete(fd)
    }
    await this.#closeDropped(1)
  }

  async closeAll(): Promise<void> {
    this.#closed = true
    const entries = [...this.#entries]
    this.#entries.clear()
    for (const [fd, entry] of entries) if (fd >= this.#firstOwn) this.#dropped.push(entry)
    const granted = entries.filter(([fd]) => fd < this.#firstOwn)
    await Promise.all([...granted.map(([, entry]) => closeAppender(entry)), this.#closeDropped(0)])
  }

  /** @param most Operations that may be under way. */
  async #closeDropped(most: number): Promise<void> {
    if (this.#underWay <= most) await Promise.all(this.#dropped.splice(0).map(closeEntry))
  }
}

async function closeEntry(entry: Entry): Promise<void> {
  await Promise.all([entry.handle.close(), closeAppender(entry)])
}

async function closeAppender({ appender }: Entry): Promise<void> {
  await appender?.then((handle) => handle.close()).catch(() => {})
}
