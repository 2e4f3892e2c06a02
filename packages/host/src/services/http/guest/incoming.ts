import { err, ok, type Result } from '../../../guest/result.ts'
import { type BodyCarrier, BodySink } from './body-sink.ts'
import { Fields } from './fields.ts'
import { IncomingBody, type ReceivedBody } from './incoming-body.ts'
import { fromMethod, type Method, type Scheme } from './names.ts'
import { OutgoingBody } from './outgoing-body.ts'

/** An HTTP request that the host hands to the guest. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly authority: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ReceivedBody
}

const NOTHING: ReceivedBody = { bytes: new Uint8Array() }

/** `wasi:http/types#incoming-request`. */
export class IncomingRequest {
  #request: ReceivedRequest = { method: 'GET', path: '/', authority: '', headers: [], body: NOTHING }
  #consumed = false

  static of(request: ReceivedRequest): IncomingRequest {
    const incoming = new IncomingRequest()
    incoming.#request = request
    return incoming
  }

  method(): Method {
    return fromMethod(this.#request.method)
  }

  pathWithQuery(): string {
    return this.#request.path
  }

  scheme(): Scheme {
    return { tag: 'HTTP' }
  }

  authority(): string {
    return this.#request.authority
  }

  headers(): Fields {
    return Fields.received(this.#request.headers)
  }

  consume(): Result<IncomingBody, undefined> {
    if (this.#consumed) return err()
    this.#consumed = true
    return ok(IncomingBody.of(this.#request.body))
  }
}

/** `wasi:http/types#outgoing-response`. */
export class OutgoingResponse {
  readonly #headers: Fields
  #status = 200
  #sink: BodySink | undefined

  /** Largest body of a response of this worker, in bytes. */
  static limit = Number.POSITIVE_INFINITY

  constructor(headers: Fields) {
    this.#headers = Fields.freeze(headers)
  }

  /** Hands the response on, with its body as it comes. */
  static deliver(
    response: OutgoingResponse,
    carry: (status: number, headers: [string, string][]) => BodyCarrier,
  ): void {
    const carrier = carry(response.#status, Fields.toText(response.#headers))
    // A body that was never asked for is empty.
    if (response.#sink === undefined) carrier.whole(new Uint8Array(), [])
    else response.#sink.carry(carrier)
  }

  /** The guest is done: is its response complete? */
  static isComplete(response: OutgoingResponse): boolean {
    return response.#sink === undefined || response.#sink.state === 'finished'
  }

  statusCode(): number {
    return this.#status
  }

  setStatusCode(status: number): Result<undefined, undefined> {
    if (status < 100 || status > 599) return err()
    this.#status = status
    return ok()
  }

  headers(): Fields {
    return this.#headers
  }

  body(): Result<OutgoingBody, undefined> {
    if (this.#sink !== undefined) return err()
    this.#sink = new BodySink({
      maxBytes: OutgoingResponse.limit,
      promised: Fields.promisedLength(this.#headers),
      wrongSize: (bytes) => ({ tag: 'HTTP-response-body-size', val: BigInt(bytes) }),
    })
    return ok(OutgoingBody.of(this.#sink))
  }
}

/** What the guest decided to answer. */
export type Answer =
  | { readonly tag: 'ok'; readonly val: OutgoingResponse }
  | { readonly tag: 'err'; readonly val: { tag: string } }

/** `wasi:http/types#response-outparam`. */
export class ResponseOutparam {
  #set: (answer: Answer) => void = () => {}

  static of(set: (answer: Answer) => void): ResponseOutparam {
    const param = new ResponseOutparam()
    param.#set = set
    return param
  }

  static set(param: ResponseOutparam, answer: Answer): void {
    param.#set(answer)
  }

  sendInformational(): Result<never, { tag: string; val: undefined }> {
    return err({ tag: 'internal-error', val: undefined })
  }
}
