import { Pollable } from '../../../guest/poll.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import { InputStream, OutputStream } from '../../../guest/streams.ts'
import type { Fields } from './fields.ts'

/** `wasi:http/types#incoming-body` over bytes that are all there. */
export class IncomingBody {
  #bytes = new Uint8Array()
  #taken = false

  static of(bytes: Uint8Array): IncomingBody {
    const body = new IncomingBody()
    body.#bytes = new Uint8Array(bytes)
    return body
  }

  /** Ends the reading; there are no trailers. */
  static finish(_body: IncomingBody): FutureTrailers {
    return new FutureTrailers()
  }

  stream(): Result<InputStream, undefined> {
    if (this.#taken) return err()
    this.#taken = true
    return ok(InputStream.of(this.#bytes))
  }
}

/** `wasi:http/types#future-trailers`: ready at once, and none. */
export class FutureTrailers {
  #taken = false

  subscribe(): Pollable {
    return Pollable.ready()
  }

  get(): Result<Result<undefined, never>, undefined> {
    if (this.#taken) return err()
    this.#taken = true
    return ok(ok())
  }
}

/** `wasi:http/types#outgoing-body`, kept in memory up to a limit. */
export class OutgoingBody {
  #chunks: Uint8Array[] = []
  #bytes = 0
  #stream: OutputStream | undefined
  #limit = 0
  #onFinish: (bytes: Uint8Array) => void = () => {}

  /** @param onFinish Called once, with the whole body. */
  static of(limit: number, onFinish: (bytes: Uint8Array) => void): OutgoingBody {
    const body = new OutgoingBody()
    body.#limit = limit
    body.#onFinish = onFinish
    return body
  }

  static finish(body: OutgoingBody, _trailers: Fields | undefined): Result<undefined, never> {
    if (body.#stream !== undefined) OutputStream.close(body.#stream)
    body.#onFinish(Buffer.concat(body.#chunks))
    body.#onFinish = () => {}
    return ok()
  }

  write(): Result<OutputStream, undefined> {
    if (this.#stream !== undefined) return err()
    this.#stream = OutputStream.of((bytes) => {
      this.#bytes += bytes.length
      if (this.#bytes > this.#limit) return `the body is larger than the ${this.#limit} bytes allowed`
      this.#chunks.push(bytes.slice())
      return undefined
    })
    return ok(this.#stream)
  }
}
