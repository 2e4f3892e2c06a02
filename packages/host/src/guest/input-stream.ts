import type { Pollable } from './poll.ts'
import { ok, type Result } from './result.ts'
import {
  type Awaitable,
  CLOSED,
  failStream,
  pollableOf,
  type StreamEnd,
  type StreamError,
  whenReady,
} from './stream-base.ts'

const MOST_PER_READ = 1024 * 1024

/** Where the bytes of an input stream come from. */
export interface ByteSource {
  /** Takes what is there, up to a number of bytes; empty where nothing is there yet. */
  take(most: number): Uint8Array
  /** What comes after all that can be taken now; `undefined` while more may come. */
  end(): StreamEnd | undefined
  /** Is there something to take, or an end? */
  isReady(): boolean
  /** Resolves when `isReady` may have become true. */
  changed(): Promise<void>
  /** The guest has dropped the stream. */
  close?(): void
}

/** `wasi:io/streams#input-stream`. */
export class InputStream {
  #source: ByteSource = wholeSource(new Uint8Array())
  #isOver = false
  #isDropped = false

  /** A stream of bytes that are all there. */
  static of(bytes: Uint8Array): InputStream {
    return InputStream.from(wholeSource(bytes))
  }

  static from(source: ByteSource): InputStream {
    const stream = new InputStream()
    stream.#source = source
    return stream
  }

  /** Has the guest dropped it? */
  static isDropped(stream: InputStream): boolean {
    return stream.#isDropped
  }

  /** For who splices: what can be waited for. */
  static sourceOf(stream: InputStream): Pick<ByteSource, 'isReady' | 'changed'> {
    return stream.#isOver ? wholeSource(new Uint8Array()) : stream.#source
  }

  read(length: bigint): Result<Uint8Array, StreamError> {
    if (this.#isOver) return CLOSED
    const end = this.#source.end()
    if (end === undefined) return ok(this.#source.take(Number(length < MOST ? length : MOST)))
    this.#isOver = true
    return failStream(end)
  }

  blockingRead(length: bigint): Awaitable<Result<Uint8Array, StreamError>> {
    return whenReady(InputStream.sourceOf(this), () => this.read(length))
  }

  skip(length: bigint): Result<bigint, StreamError> {
    return countOf(this.read(length))
  }

  blockingSkip(length: bigint): Awaitable<Result<bigint, StreamError>> {
    return whenReady(InputStream.sourceOf(this), () => this.skip(length))
  }

  subscribe(): Pollable {
    return pollableOf({
      isReady: () => InputStream.sourceOf(this).isReady(),
      changed: () => InputStream.sourceOf(this).changed(),
    })
  }

  [Symbol.dispose](): void {
    this.#isDropped = true
    this.#source.close?.()
  }
}

const MOST = BigInt(MOST_PER_READ)

function countOf(read: Result<Uint8Array, StreamError>): Result<bigint, StreamError> {
  return read.tag === 'ok' ? ok(BigInt(read.val.length)) : read
}

function wholeSource(bytes: Uint8Array): ByteSource {
  let rest = bytes
  return {
    take: (most) => {
      const taken = rest.slice(0, most)
      rest = rest.subarray(taken.length)
      return taken
    },
    end: () => (rest.length === 0 ? 'closed' : undefined),
    isReady: () => true,
    changed: () => Promise.resolve(),
  }
}
