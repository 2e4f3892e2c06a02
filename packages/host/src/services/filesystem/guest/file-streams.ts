import type { InstanceContext } from '../../../guest/instance-context.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import { InputStream, IoError, OutputStream, type StreamError } from '../../../guest/streams.ts'
import { type FilesystemErrorCode, MAX_CHUNK_BYTES, read, write } from '../calls.ts'

/** An error of a stream on a file; `filesystem-error-code` takes the code out again. */
export class FileError extends IoError {
  #code: FilesystemErrorCode = 'io'

  static with(code: FilesystemErrorCode): FileError {
    const error = new FileError()
    error.#code = code
    return error
  }

  static codeOf(error: IoError): FilesystemErrorCode | undefined {
    return error instanceof FileError ? error.#code : undefined
  }

  override toDebugString(): string {
    return this.#code
  }
}

type Outcome<Value> = Promise<Result<Value, StreamError>>

function failed(code: FilesystemErrorCode): Result<never, StreamError> {
  return err({ tag: 'last-operation-failed', val: FileError.with(code) })
}

const CLOSED: Result<never, StreamError> = err({ tag: 'closed' })

/** Overrides that are asynchronous, which the host suspends the guest for. */
type Async<Stream, Names extends keyof Stream> = Omit<Stream, Names>

/** Reads a file from an offset on. */
export class FileInput extends (InputStream as unknown as new () => Async<
  InputStream,
  'read' | 'blockingRead' | 'skip' | 'blockingSkip'
>) {
  #context: InstanceContext | undefined
  #fd = 0
  #offset = 0

  static from(context: InstanceContext, fd: number, offset: number): FileInput {
    const stream = new FileInput()
    stream.#context = context
    stream.#fd = fd
    stream.#offset = offset
    return stream
  }

  async read(length: bigint): Outcome<Uint8Array> {
    if (this.#context === undefined) return CLOSED
    if (length === 0n) return ok(new Uint8Array())
    const most = Math.min(Number(length), MAX_CHUNK_BYTES)
    const { answer, payload } = await this.#context.scope.ask(read, {
      fd: this.#fd,
      offset: this.#offset,
      length: most,
    })
    if (answer.tag === 'err') return failed(answer.val)
    if (payload.length === 0) return CLOSED
    this.#offset += payload.length
    return ok(payload)
  }

  blockingRead(length: bigint): Outcome<Uint8Array> {
    return this.read(length)
  }

  async skip(length: bigint): Outcome<bigint> {
    const skipped = await this.read(length)
    return skipped.tag === 'ok' ? ok(BigInt(skipped.val.length)) : skipped
  }

  blockingSkip(length: bigint): Outcome<bigint> {
    return this.skip(length)
  }
}

/** Writes a file from an offset on, or at its end. */
export class FileOutput extends (OutputStream as unknown as new () => Async<
  OutputStream,
  | 'checkWrite'
  | 'write'
  | 'blockingWriteAndFlush'
  | 'flush'
  | 'blockingFlush'
  | 'writeZeroes'
  | 'blockingWriteZeroesAndFlush'
  | 'splice'
  | 'blockingSplice'
>) {
  #context: InstanceContext | undefined
  #fd = 0
  /** `null` appends. */
  #offset: number | null = null
  #failed = false

  static from(context: InstanceContext, fd: number, offset: number | null): FileOutput {
    const stream = new FileOutput()
    stream.#context = context
    stream.#fd = fd
    stream.#offset = offset
    return stream
  }

  checkWrite(): Result<bigint, StreamError> {
    return this.#failed ? CLOSED : ok(BigInt(MAX_CHUNK_BYTES))
  }

  async write(bytes: Uint8Array): Outcome<undefined> {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#context === undefined || this.#failed) return CLOSED
      const args = { fd: this.#fd, offset: this.#offset }
      const { answer } = await this.#context.scope.ask(write, args, rest.subarray(0, MAX_CHUNK_BYTES))
      if (answer.tag === 'err' || answer.val === 0) {
        this.#failed = true
        return failed(answer.tag === 'err' ? answer.val : 'io')
      }
      if (this.#offset !== null) this.#offset += answer.val
      rest = rest.subarray(answer.val)
    }
    return ok()
  }

  blockingWriteAndFlush(bytes: Uint8Array): Outcome<undefined> {
    return this.write(bytes)
  }

  flush(): Result<undefined, StreamError> {
    return this.#failed ? CLOSED : ok()
  }

  blockingFlush(): Result<undefined, StreamError> {
    return this.flush()
  }

  writeZeroes(length: bigint): Outcome<undefined> {
    const most = length > BigInt(MAX_CHUNK_BYTES) ? MAX_CHUNK_BYTES : Number(length)
    return this.write(new Uint8Array(most))
  }

  blockingWriteZeroesAndFlush(length: bigint): Outcome<undefined> {
    return this.writeZeroes(length)
  }

  async splice(source: InputStream | FileInput, length: bigint): Outcome<bigint> {
    const most = length > BigInt(MAX_CHUNK_BYTES) ? BigInt(MAX_CHUNK_BYTES) : length
    const bytes = await source.read(most)
    if (bytes.tag === 'err') return bytes
    const written = await this.write(bytes.val)
    return written.tag === 'err' ? written : ok(BigInt(bytes.val.length))
  }

  blockingSplice(source: InputStream | FileInput, length: bigint): Outcome<bigint> {
    return this.splice(source, length)
  }
}
