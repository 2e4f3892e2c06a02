import type { GuestScope, InstanceContext } from '../../../guest/instance-context.ts'
import { err, GuestViolation, ok } from '../../../guest/result.ts'
import * as calls from '../calls.ts'
import {
  askFor,
  askToDo,
  type FsResult,
  toDescriptorStat,
  toMetadataHash,
  toNewTime,
  type WasiNewTime,
} from './convert.ts'
import { DirectoryEntryStream } from './directory-entry-stream.ts'
import { FileInput, FileOutput } from './file-streams.ts'

interface PathFlags {
  readonly symlinkFollow?: boolean
}
interface OpenFlags {
  readonly create?: boolean
  readonly directory?: boolean
  readonly exclusive?: boolean
  readonly truncate?: boolean
}
interface DescriptorFlags {
  readonly read?: boolean
  readonly write?: boolean
  readonly mutateDirectory?: boolean
}

/** What is known of a descriptor without asking. */
interface Opened {
  readonly context: InstanceContext
  /** Its number in the host. */
  readonly fd: number
  readonly type: calls.DescriptorType
  readonly flags: DescriptorFlags
  /** Takes its number once the guest has dropped it; absent for a granted folder. */
  readonly dropped?: number[]
}

/** `wasi:filesystem/types#descriptor`: a number that the host knows in this call, and no more. */
export class Descriptor {
  #opened: Opened | undefined

  static of(opened: Opened): Descriptor {
    const descriptor = new Descriptor()
    descriptor.#opened = opened
    return descriptor
  }

  readViaStream(offset: bigint): FsResult<FileInput> {
    const { context, fd, type } = this.#known
    if (type === 'directory') return err('is-directory')
    const from = toSize(offset)
    return from === undefined ? err('invalid') : ok(FileInput.from(context, fd, from))
  }

  writeViaStream(offset: bigint): FsResult<FileOutput> {
    const from = toSize(offset)
    return from === undefined ? err('invalid') : this.#output(from)
  }

  appendViaStream(): FsResult<FileOutput> {
    return this.#output(null)
  }

  advise(): FsResult<undefined> {
    return ok()
  }

  sync(): Promise<FsResult<undefined>> {
    return askToDo(this.#scope, calls.sync, { fd: this.#known.fd, dataOnly: false })
  }

  syncData(): Promise<FsResult<undefined>> {
    return askToDo(this.#scope, calls.sync, { fd: this.#known.fd, dataOnly: true })
  }

  getFlags(): FsResult<DescriptorFlags> {
    return ok(this.#known.flags)
  }

  getType(): FsResult<calls.DescriptorType> {
    return ok(this.#known.type)
  }

  async setSize(size: bigint): Promise<FsResult<undefined>> {
    const wanted = toSize(size)
    if (wanted === undefined) return err('file-too-large')
    return askToDo(this.#scope, calls.setSize, { fd: this.#known.fd, size: wanted })
  }

  async setTimes(accessed: WasiNewTime, modified: WasiNewTime): Promise<FsResult<undefined>> {
    const times = [toNewTime(accessed), toNewTime(modified)] as const
    if (times[0] === undefined || times[1] === undefined) return err('invalid')
    return askToDo(this.#scope, calls.setTimes, {
      fd: this.#known.fd,
      accessed: times[0],
      modified: times[1],
    })
  }

  async read(length: bigint, offset: bigint): Promise<FsResult<[Uint8Array, boolean]>> {
    const from = toSize(offset)
    if (from === undefined) return err('invalid')
    const most = Math.min(Number(length), calls.MAX_CHUNK_BYTES)
    const { answer, payload } = await this.#scope.ask(calls.read, {
      fd: this.#known.fd,
      offset: from,
      length: most,
    })
    return answer.tag === 'err' ? err(answer.val) : ok([payload, payload.length === 0 && most > 0])
  }

  async write(bytes: Uint8Array, offset: bigint): Promise<FsResult<bigint>> {
    const from = toSize(offset)
    if (from === undefined) return err('invalid')
    const part = bytes.subarray(0, calls.MAX_CHUNK_BYTES)
    const written = await askFor(this.#scope, calls.write, { fd: this.#known.fd, offset: from }, part)
    return written.tag === 'ok' ? ok(BigInt(written.val)) : written
  }

  async readDirectory(): Promise<FsResult<DirectoryEntryStream>> {
    const entries = await askFor(this.#scope, calls.list, { fd: this.#known.fd })
    return entries.tag === 'ok' ? ok(DirectoryEntryStream.of(entries.val)) : entries
  }

  createDirectoryAt(path: string): Promise<FsResult<undefined>> {
    return this.#onPath(calls.createDirectory, path)
  }

  async stat(): Promise<FsResult<object>> {
    const stat = await askFor(this.#scope, calls.statOf, { fd: this.#known.fd })
    return stat.tag === 'ok' ? ok(toDescriptorStat(stat.val)) : stat
  }

  async statAt({ symlinkFollow }: PathFlags, path: string): Promise<FsResult<object>> {
    const stat = await this.#statAt(symlinkFollow, path)
    return stat.tag === 'ok' ? ok(toDescriptorStat(stat.val)) : stat
  }

  async setTimesAt(
    { symlinkFollow }: PathFlags,
    path: string,
    accessed: WasiNewTime,
    modified: WasiNewTime,
  ): Promise<FsResult<undefined>> {
    const times = [toNewTime(accessed), toNewTime(modified)] as const
    if (times[0] === undefined || times[1] === undefined) return err('invalid')
    if (isTooLong(path)) return err('name-too-long')
    return askToDo(this.#scope, calls.setTimesAt, {
      fd: this.#known.fd,
      path,
      follow: symlinkFollow === true,
      accessed: times[0],
      modified: times[1],
    })
  }

  /** A second name of a file outlives what its folder allows, so there is none. */
  linkAt(): FsResult<never> {
    return err('not-permitted')
  }

  /** What a link leads to is the business of whoever granted the folder. */
  symlinkAt(): FsResult<never> {
    return err('not-permitted')
  }

  async openAt(
    { symlinkFollow }: PathFlags,
    path: string,
    how: OpenFlags,
    flags: DescriptorFlags,
  ): Promise<FsResult<Descriptor>> {
    if (isTooLong(path)) return err('name-too-long')
    const { context, fd } = this.#known
    const dropped = droppedOf(context)
    const wanted = { read: flags.read === true, write: flags.write === true }
    const opened = await askFor(this.#scope, calls.open, {
      fd,
      path,
      follow: symlinkFollow === true,
      create: how.create === true,
      directory: how.directory === true,
      exclusive: how.exclusive === true,
      truncate: how.truncate === true,
      ...wanted,
      dropped: dropped.splice(0, calls.MAX_DROPPED),
    })
    if (opened.tag === 'err') return opened
    const { mutateDirectory } = this.#known.flags
    return ok(
      Descriptor.of({
        context,
        ...opened.val,
        dropped,
        flags:
          opened.val.type === 'directory'
            ? { read: true, mutateDirectory: mutateDirectory === true && flags.mutateDirectory === true }
            : { ...wanted, read: wanted.read || !wanted.write },
      }),
    )
  }

  async readlinkAt(path: string): Promise<FsResult<string>> {
    if (isTooLong(path)) return err('name-too-long')
    return askFor(this.#scope, calls.readlink, { fd: this.#known.fd, path })
  }

  removeDirectoryAt(path: string): Promise<FsResult<undefined>> {
    return this.#onPath(calls.removeDirectory, path)
  }

  async renameAt(path: string, to: Descriptor, toPath: string): Promise<FsResult<undefined>> {
    if (isTooLong(path) || isTooLong(toPath)) return err('name-too-long')
    return askToDo(this.#scope, calls.rename, { fd: this.#known.fd, path, toFd: to.#known.fd, toPath })
  }

  unlinkFileAt(path: string): Promise<FsResult<undefined>> {
    return this.#onPath(calls.unlink, path)
  }

  async isSameObject(other: Descriptor): Promise<boolean> {
    const [mine, its] = await Promise.all(
      [this, other].map((each) => askFor(this.#scope, calls.statOf, { fd: each.#known.fd })),
    )
    return mine?.tag === 'ok' && its?.tag === 'ok' && mine.val.id === its.val.id
  }

  async metadataHash(): Promise<FsResult<object>> {
    const stat = await askFor(this.#scope, calls.statOf, { fd: this.#known.fd })
    return stat.tag === 'ok' ? ok(toMetadataHash(stat.val)) : stat
  }

  async metadataHashAt({ symlinkFollow }: PathFlags, path: string): Promise<FsResult<object>> {
    const stat = await this.#statAt(symlinkFollow, path)
    return stat.tag === 'ok' ? ok(toMetadataHash(stat.val)) : stat
  }

  /** The guest has dropped it. The host hears of it when the guest opens the next, or when the call ends. */
  [Symbol.dispose](): void {
    this.#opened?.dropped?.push(this.#opened.fd)
    this.#opened = undefined
  }

  get #known(): Opened {
    if (this.#opened === undefined) throw new GuestViolation('not a descriptor of this host')
    return this.#opened
  }

  get #scope(): GuestScope {
    return this.#known.context.scope
  }

  #output(offset: number | null): FsResult<FileOutput> {
    const { context, fd, flags } = this.#known
    return flags.write === true ? ok(FileOutput.from(context, fd, offset)) : err('bad-descriptor')
  }

  async #onPath(
    operation: typeof calls.createDirectory | typeof calls.unlink,
    path: string,
  ): Promise<FsResult<undefined>> {
    return isTooLong(path)
      ? err('name-too-long')
      : askToDo(this.#scope, operation, { fd: this.#known.fd, path })
  }

  async #statAt(follow: boolean | undefined, path: string): Promise<FsResult<calls.FileStat>> {
    if (isTooLong(path)) return err('name-too-long')
    return askFor(this.#scope, calls.statAt, { fd: this.#known.fd, path, follow: follow === true })
  }
}

const droppedIn = new WeakMap<InstanceContext, () => number[]>()

/** The numbers that were dropped in the present call. */
function droppedOf(context: InstanceContext): number[] {
  const known = droppedIn.get(context) ?? context.perCall<number[]>(() => [])
  droppedIn.set(context, known)
  return known()
}

function isTooLong(path: string): boolean {
  return path.length > calls.MAX_PATH_LENGTH
}

function toSize(value: bigint): number | undefined {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
}
