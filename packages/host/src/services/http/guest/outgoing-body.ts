import { err, GuestViolation, ok, type Result } from '../../../guest/result.ts'
import { OutputStream } from '../../../guest/streams.ts'
import type { ErrorCode } from '../error-codes.ts'
import { type BodyLimits, BodySink } from './body-sink.ts'
import { Fields } from './fields.ts'

const NOWHERE: BodyLimits = { maxBytes: 0, wrongSize: () => ({ tag: 'internal-error' }) }

/** `wasi:http/types#outgoing-body`. */
export class OutgoingBody {
  #sink = new BodySink(NOWHERE)
  #stream: OutputStream | undefined

  static of(sink: BodySink): OutgoingBody {
    const body = new OutgoingBody()
    body.#sink = sink
    return body
  }

  static finish(body: OutgoingBody, trailers: Fields | undefined): Result<undefined, ErrorCode> {
    if (body.#stream !== undefined && !OutputStream.isDropped(body.#stream)) {
      throw new GuestViolation('a body is finished while its stream is open')
    }
    if (body.#sink.state !== 'open') return err({ tag: 'internal-error', val: 'the body has ended already' })
    const wrong = body.#sink.finish(trailers === undefined ? [] : Fields.toText(trailers))
    return wrong === undefined ? ok() : err(wrong)
  }

  write(): Result<OutputStream, undefined> {
    if (this.#stream !== undefined) return err()
    this.#stream = OutputStream.into(this.#sink)
    return ok(this.#stream)
  }

  /** Without `finish`, a body is incomplete. */
  [Symbol.dispose](): void {
    this.#sink.abort()
  }
}
