import type { ByteReceiver } from '../../../channels/byte-receiver.ts'
import type { Fields as FieldPairs } from '../../../channels/messages.ts'
import { Pollable } from '../../../guest/poll.ts'
import { err, GuestViolation, ok, type Result } from '../../../guest/result.ts'
import { type ByteSource, InputStream } from '../../../guest/streams.ts'
import { type ErrorCode, toErrorCode, toErrorName } from '../error-codes.ts'
import { Fields } from './fields.ts'
import { httpError } from './http-error.ts'

/** A body as it came: all of it, or a channel that the rest comes through. */
export interface ReceivedBody {
  readonly bytes: Uint8Array
  readonly trailers?: FieldPairs | undefined
  /** Delivers `bytes` too. */
  readonly receiver?: ByteReceiver | undefined
}

/** `wasi:http/types#incoming-body`. */
export class IncomingBody {
  #body: ReceivedBody = { bytes: new Uint8Array() }
  #stream: InputStream | undefined
  #isOver = false

  static of(received: ReceivedBody): IncomingBody {
    const body = new IncomingBody()
    body.#body = received
    return body
  }

  /** Ends the reading; what was not read is thrown away. */
  static finish(body: IncomingBody): FutureTrailers {
    if (body.#stream !== undefined && !InputStream.isDropped(body.#stream)) {
      throw new GuestViolation('a body is finished while its stream is open')
    }
    body.#isOver = true
    body.#body.receiver?.discard()
    return FutureTrailers.of(body.#body)
  }

  stream(): Result<InputStream, undefined> {
    if (this.#stream !== undefined) return err()
    const { bytes, receiver } = this.#body
    this.#stream =
      receiver === undefined
        ? InputStream.of(bytes)
        : InputStream.from(sourceOf(receiver, () => this.#isOver && receiver.stop()))
    return ok(this.#stream)
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return
    this.#isOver = true
    // Where its stream goes on without it, the end of the stream is the end.
    if (this.#stream === undefined || InputStream.isDropped(this.#stream)) this.#body.receiver?.stop()
  }
}

function sourceOf(receiver: ByteReceiver, close: () => void): ByteSource {
  return {
    take: (most) => receiver.take(most),
    end: () => {
      if (receiver.end !== 'failed') return receiver.end === 'ended' ? 'closed' : undefined
      return httpError(toErrorCode(toErrorName(receiver.reason)))
    },
    isReady: () => receiver.buffered > 0 || receiver.end !== undefined,
    changed: () => receiver.changed(),
    close,
  }
}

type Trailers = Result<Fields | undefined, ErrorCode>

/** `wasi:http/types#future-trailers`: there once the body has ended. */
export class FutureTrailers {
  #body: ReceivedBody = { bytes: new Uint8Array() }
  #taken = false

  static of(body: ReceivedBody): FutureTrailers {
    const future = new FutureTrailers()
    future.#body = body
    return future
  }

  subscribe(): Pollable {
    const { receiver } = this.#body
    if (receiver === undefined) return Pollable.ready()
    return Pollable.of({ ready: () => receiver.end !== undefined, changed: () => receiver.changed() })
  }

  get(): Result<Trailers, undefined> | undefined {
    if (this.#taken) return err()
    const { receiver, trailers } = this.#body
    if (receiver !== undefined && receiver.end === undefined) return undefined
    this.#taken = true
    if (receiver?.end === 'failed') return ok(err(toErrorCode(toErrorName(receiver.reason))))
    const pairs = (receiver === undefined ? trailers : receiver.trailers) ?? []
    return ok(ok(pairs.length === 0 ? undefined : Fields.received(pairs)) as Trailers)
  }
}
