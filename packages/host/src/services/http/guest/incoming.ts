import { err, ok, type Result } from '../../../guest/result.ts'
import { IncomingBody as Body, type IncomingBody, OutgoingBody } from './bodies.ts'
import { Fields } from './fields.ts'
import { fromMethod, type Method, type Scheme } from './names.ts'

/** An HTTP request that the host hands to the guest. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly authority: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
}

/** `wasi:http/types#incoming-request`. */
export class IncomingRequest {
  #request: ReceivedRequest = { method: 'GET', path: '/', authority: '', headers: [], body: new Uint8Array() }
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
    return ok(Body.of(this.#request.body))
  }
}

/** `wasi:http/types#outgoing-response`. */
export class OutgoingResponse {
  readonly #headers: Fields
  #status = 200
  #body: OutgoingBody | undefined
  #finished: Uint8Array | undefined
  #deliver: ((body: Uint8Array) => void) | undefined

  /** Largest body of a response of this worker, in bytes. */
  static limit = Number.POSITIVE_INFINITY

  constructor(headers: Fields) {
    this.#headers = Fields.freeze(headers)
  }

  /** Hands the response on as soon as its body is complete. */
  static deliver(
    response: OutgoingResponse,
    to: (status: number, headers: [string, string][], body: Uint8Array) => void,
  ): void {
    response.#deliver = (body) => to(response.#status, Fields.toText(response.#headers), body)
    if (response.#finished !== undefined) response.#deliver(response.#finished)
  }

  /** The guest is done: a body that was never asked for is empty. */
  static end(response: OutgoingResponse): boolean {
    if (response.#body === undefined) response.#deliver?.(new Uint8Array())
    return response.#body === undefined || response.#finished !== undefined
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
    if (this.#body !== undefined) return err()
    this.#body = OutgoingBody.of(OutgoingResponse.limit, (bytes) => {
      this.#finished = bytes
      this.#deliver?.(bytes)
    })
    return ok(this.#body)
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
