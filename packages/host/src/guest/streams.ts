import { Pollable } from './poll.ts'
import { err, ok, type Result } from './result.ts'

/** `wasi:io/error#error`. */
export class IoError {
  #message = 'unknown error'

  static of(message: string): IoError {
    const error = new IoError()
    error.#message = message
    return error
  }

  toDebugString(): string {
    return this.#message
  }
}

/** `wasi:io/streams#stream-error`. */
export type StreamError =
  | { readonly tag: 'closed' }
  | { readonly tag: 'last-operation-failed'; readonly val: IoError }

const CLOSED: Result<never, StreamError> = err({ tag: 'closed' })
const MOST_PER_READ = 1024 * 1024

/** `wasi:io/streams#input-stream` over bytes that are all there already. */
export class InputStream {
  #rest = new Uint8Array()

  static of(bytes: Uint8Array): InputStream {
    const stream = new InputStream()
    stream.#rest = new Uint8Array(bytes)
    return stream
  }

  read(length: bigint): Result<Uint8Array, StreamError> {
    if (this.#rest.length === 0) return CLOSED
    const count = Math.min(Number(length), MOST_PER_READ, this.#rest.length)
    const bytes = this.#rest.slice(0, count)
    this.#rest = this.#rest.subarray(count)
    return ok(bytes)
  }

  blockingRead(length: bigint): Result<Uint8Array, StreamError> {
    return this.read(length)
  }

  skip(length: bigint): Result<bigint, StreamError> {
    const read = this.read(length)
    return read.tag === 'ok' ? ok(BigInt(read.val.length)) : read
  }

  blockingSkip(length: bigint): Result<bigint, StreamError> {
    return this.skip(length)
  }

  subscribe(): Pollable {
    return Pollable.ready()
  }
}

/** Where the bytes of an output stream go; returns the reason where they are refused. */
export type Sink = (bytes: Uint8Array) => string | undefined

const WRITE_BUDGET = 64n * 1024n

/** `wasi:io/streams#output-stream` into a sink that takes everything at once. */
export class OutputStream {
  #sink: Sink = () => 'not a stream of this host'
  #closed = false

  static of(sink: Sink): OutputStream {
    const stream = new OutputStream()
    stream.#sink = sink
    return stream
  }

  /** Ends the stream for the host; the guest finds it closed. */
  static close(stream: OutputStream): void {
    stream.#closed = true
  }

  checkWrite(): Result<bigint, StreamError> {
    return this.#closed ? CLOSED : ok(WRITE_BUDGET)
  }

  write(bytes: Uint8Array): Result<undefined, StreamError> {
    if (this.#closed) return CLOSED
    const refusal = this.#sink(bytes)
    if (refusal === undefined) return ok()
    this.#closed = true
    return err({ tag: 'last-operation-failed', val: IoError.of(refusal) })
  }

  blockingWriteAndFlush(bytes: Uint8Array): Result<undefined, StreamError> {
    return this.write(bytes)
  }

  flush(): Result<undefined, StreamError> {
    return this.#closed ? CLOSED : ok()
  }

  blockingFlush(): Result<undefined, StreamError> {
    return this.flush()
  }

  subscribe(): Pollable {
    return Pollable.ready()
  }

  writeZeroes(length: bigint): Result<undefined, StreamError> {
    const bytes = length > WRITE_BUDGET ? WRITE_BUDGET : length
    return this.write(new Uint8Array(Number(bytes)))
  }

  blockingWriteZeroesAndFlush(length: bigint): Result<undefined, StreamError> {
    return this.writeZeroes(length)
  }

  splice(source: InputStream, length: bigint): Result<bigint, StreamError> {
    const read = source.read(length > WRITE_BUDGET ? WRITE_BUDGET : length)
    if (read.tag === 'err') return read
    const written = this.write(read.val)
    return written.tag === 'err' ? written : ok(BigInt(read.val.length))
  }

  blockingSplice(source: InputStream, length: bigint): Result<bigint, StreamError> {
    return this.splice(source, length)
  }
}
