import { InputStream } from './input-stream.ts'
import type { Pollable } from './poll.ts'
import { GuestViolation, ok, type Result } from './result.ts'
import {
  type Awaitable,
  CLOSED,
  failStream,
  IoError,
  pollableOf,
  type StreamEnd,
  type StreamError,
  whenReady,
} from './stream-base.ts'

/** Where the bytes of an output stream go. */
export interface ByteSink {
  /** Bytes that may be written now. */
  credit(): number
  /** Takes bytes, not more than there is credit for. */
  write(bytes: Uint8Array): void
  /** Why nothing more can be written; `undefined` while it can. */
  end(): StreamEnd | undefined
  /** Resolves when there may be credit, or an end. */
  changed(): Promise<void>
  /** Hands on what was written. */
  flush?(): void
  /** The guest has dropped the stream. */
  close?(): void
}

/** Takes the bytes of an output stream at once; returns the reason where they are refused. */
type Sink = (bytes: Uint8Array) => string | undefined

const WRITE_BUDGET = 64 * 1024
/** WASI allows no more than 4096 bytes. */
const MOST_ZEROES = 64n * 1024n

/** `wasi:io/streams#output-stream`. */
export class OutputStream {
  #sink: ByteSink = sinkOf(() => 'not a stream of this host')
  #isOver = false
  #isDropped = false

  /** A stream into what takes everything at once. */
  static of(sink: Sink): OutputStream {
    return OutputStream.into(sinkOf(sink))
  }

  static into(sink: ByteSink): OutputStream {
    const stream = new OutputStream()
    stream.#sink = sink
    return stream
  }

  /** Has the guest dropped it? */
  static isDropped(stream: OutputStream): boolean {
    return stream.#isDropped
  }

  checkWrite(): Result<bigint, StreamError> {
    return this.#outcome() ?? ok(BigInt(this.#sink.credit()))
  }

  write(bytes: Uint8Array): Result<undefined, StreamError> {
    const failure = this.#outcome()
    if (failure !== undefined) return failure
    if (bytes.length > this.#sink.credit())
      throw new GuestViolation('more is written than check-write allows')
    if (bytes.length > 0) this.#sink.write(bytes)
    return this.#outcome() ?? ok()
  }

  blockingWriteAndFlush(bytes: Uint8Array): Awaitable<Result<undefined, StreamError>> {
    return this.#writeAll(bytes)
  }

  flush(): Result<undefined, StreamError> {
    const failure = this.#outcome()
    if (failure !== undefined) return failure
    this.#sink.flush?.()
    return ok()
  }

  blockingFlush(): Result<undefined, StreamError> {
    return this.flush()
  }

  subscribe(): Pollable {
    return pollableOf(this.#waitable())
  }

  writeZeroes(length: bigint): Result<undefined, StreamError> {
    if (length > BigInt(this.#sink.credit())) {
      throw new GuestViolation('more is written than check-write allows')
    }
    return this.write(new Uint8Array(Number(length)))
  }

  blockingWriteZeroesAndFlush(length: bigint): Awaitable<Result<undefined, StreamError>> {
    return this.#writeAll(new Uint8Array(Number(length > MOST_ZEROES ? MOST_ZEROES : length)))
  }

  splice(source: InputStream, length: bigint): Awaitable<Result<bigint, StreamError>> {
    const failure = this.#outcome()
    if (failure !== undefined) return failure
    const credit = BigInt(this.#sink.credit())
    // A stream of a file is read by the host.
    const read: Awaitable<ReturnType<InputStream['read']>> = source.read(length < credit ? length : credit)
    return read instanceof Promise ? read.then((done) => this.#pass(done)) : this.#pass(read)
  }

  blockingSplice(source: InputStream, length: bigint): Awaitable<Result<bigint, StreamError>> {
    return whenReady(this.#waitable(), () =>
      whenReady(InputStream.sourceOf(source), () => this.splice(source, length)),
    )
  }

  [Symbol.dispose](): void {
    this.#isDropped = true
    this.#sink.close?.()
  }

  #pass(read: ReturnType<InputStream['read']>): Result<bigint, StreamError> {
    if (read.tag === 'err') return read
    const written = this.write(read.val)
    return written.tag === 'err' ? written : ok(BigInt(read.val.length))
  }

  #waitable() {
    return {
      isReady: () => this.#isOver || this.#sink.end() !== undefined || this.#sink.credit() > 0,
      changed: () => this.#sink.changed(),
    }
  }

  #writeAll(bytes: Uint8Array): Awaitable<Result<undefined, StreamError>> {
    const part = bytes.subarray(0, this.#sink.credit())
    const written = this.write(part)
    if (written.tag === 'err') return written
    if (part.length === bytes.length) return this.flush()
    return whenReady(this.#waitable(), () => this.#writeAll(bytes.subarray(part.length)))
  }

  /** The end, of which an error is told once. */
  #outcome(): Result<never, StreamError> | undefined {
    if (this.#isOver) return CLOSED
    const end = this.#sink.end()
    if (end === undefined) return undefined
    this.#isOver = true
    return failStream(end)
  }
}

function sinkOf(sink: Sink): ByteSink {
  let end: StreamEnd | undefined
  return {
    credit: () => WRITE_BUDGET,
    write: (bytes) => {
      const refusal = sink(bytes)
      if (refusal !== undefined) end = IoError.of(refusal)
    },
    end: () => end,
    changed: () => Promise.resolve(),
  }
}
