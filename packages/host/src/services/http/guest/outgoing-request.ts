import { err, ok, type Result } from '../../../guest/result.ts'
import { MAX_HEAD_BYTES, MAX_METHOD_LENGTH } from '../calls.ts'
import { type BodyCarrier, BodySink } from './body-sink.ts'
import { Fields } from './fields.ts'
import { type Method, type Scheme, toMethod, toScheme } from './names.ts'
import { OutgoingBody } from './outgoing-body.ts'

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string
  readonly scheme: string
  readonly authority: string
  readonly path: string
  readonly headers: [string, string][]
}

/** `wasi:http/types#outgoing-request`. */
export class OutgoingRequest {
  readonly #headers: Fields
  #method: Method = { tag: 'get' }
  #path: string | undefined
  #scheme: Scheme | undefined
  #authority: string | undefined
  #sink: BodySink | undefined

  /** Largest body of a request of this worker, in bytes. */
  static limit = Number.POSITIVE_INFINITY

  constructor(headers: Fields) {
    this.#headers = Fields.freeze(headers)
  }

  /** Hands the request on, with its body as it comes. */
  static deliver(request: OutgoingRequest, carry: (head: RequestHead) => BodyCarrier): void {
    const carrier = carry({
      method: toMethod(request.#method) ?? 'GET',
      scheme: toScheme(request.#scheme),
      authority: request.#authority ?? '',
      path: request.#path ?? '/',
      headers: Fields.toText(request.#headers),
    })
    if (request.#sink === undefined) carrier.whole(new Uint8Array(), [])
    else request.#sink.carry(carrier)
  }

  body(): Result<OutgoingBody, undefined> {
    if (this.#sink !== undefined) return err()
    this.#sink = new BodySink({
      maxBytes: OutgoingRequest.limit,
      promised: Fields.promisedLength(this.#headers),
      wrongSize: (bytes) => ({ tag: 'HTTP-request-body-size', val: BigInt(bytes) }),
    })
    return ok(OutgoingBody.of(this.#sink))
  }

  method(): Method {
    return this.#method
  }

  setMethod(method: Method): Result<undefined, undefined> {
    if (toMethod(method) === undefined) return err()
    this.#method = method
    return ok()
  }

  pathWithQuery(): string | undefined {
    return this.#path
  }

  setPathWithQuery(path: string | undefined): Result<undefined, undefined> {
    if (!isPartOfUrl(path)) return err()
    this.#path = path
    return ok()
  }

  scheme(): Scheme | undefined {
    return this.#scheme
  }

  setScheme(scheme: Scheme | undefined): Result<undefined, undefined> {
    if (toScheme(scheme).length > MAX_METHOD_LENGTH) return err()
    this.#scheme = scheme
    return ok()
  }

  authority(): string | undefined {
    return this.#authority
  }

  setAuthority(authority: string | undefined): Result<undefined, undefined> {
    if (!isPartOfUrl(authority)) return err()
    this.#authority = authority
    return ok()
  }

  headers(): Fields {
    return this.#headers
  }
}

function isPartOfUrl(text: string | undefined): boolean {
  return text === undefined || (text.length <= MAX_HEAD_BYTES && /^[\x21-\x7e]*$/.test(text))
}
