import { clampTimeout } from '@wasm-airlock/shared'
import type { InstanceContext } from '../../../guest/instance-context.ts'
import { Pollable } from '../../../guest/poll.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import { MAX_HEAD_BYTES, MAX_METHOD_LENGTH, type SendAnswer, send } from '../calls.ts'
import { IncomingBody as Body, type IncomingBody, OutgoingBody } from './bodies.ts'
import { Fields } from './fields.ts'
import { type Method, type Scheme, toMethod, toScheme } from './names.ts'

/** A request that the guest wants to be made. */
interface WantedRequest {
  readonly method: string
  readonly scheme: string
  readonly authority: string
  readonly path: string
  readonly headers: [string, string][]
  readonly body: Uint8Array
  /** `null` for no wish. */
  readonly timeoutMs: number | null
}

type ErrorCode = { readonly tag: string; readonly val?: unknown }

/** `wasi:http/types#outgoing-request`. */
export class OutgoingRequest {
  readonly #headers: Fields
  #method: Method = { tag: 'get' }
  #path: string | undefined
  #scheme: Scheme | undefined
  #authority: string | undefined
  #body: OutgoingBody | undefined
  #finished: Uint8Array | undefined
  #onFinished: (() => void) | undefined

  /** Largest body of a request of this worker, in bytes. */
  static limit = Number.POSITIVE_INFINITY

  constructor(headers: Fields) {
    this.#headers = Fields.freeze(headers)
  }

  /** Resolves when the guest has finished the body. */
  static async complete(request: OutgoingRequest, timeoutMs: number | null): Promise<WantedRequest> {
    if (request.#body !== undefined && request.#finished === undefined) {
      await new Promise<void>((resolve) => {
        request.#onFinished = resolve
      })
    }
    return {
      method: toMethod(request.#method) ?? 'GET',
      scheme: toScheme(request.#scheme),
      authority: request.#authority ?? '',
      path: request.#path ?? '/',
      headers: Fields.toText(request.#headers),
      body: request.#finished ?? new Uint8Array(),
      timeoutMs,
    }
  }

  body(): Result<OutgoingBody, undefined> {
    if (this.#body !== undefined) return err()
    this.#body = OutgoingBody.of(OutgoingRequest.limit, (bytes) => {
      this.#finished = bytes
      this.#onFinished?.()
    })
    return ok(this.#body)
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

/** `wasi:http/types#request-options`, durations in nanoseconds. */
export class RequestOptions {
  #connect: bigint | undefined
  #firstByte: bigint | undefined
  #betweenBytes: bigint | undefined

  connectTimeout(): bigint | undefined {
    return this.#connect
  }

  setConnectTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#connect = duration
    return ok()
  }

  firstByteTimeout(): bigint | undefined {
    return this.#firstByte
  }

  setFirstByteTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#firstByte = duration
    return ok()
  }

  betweenBytesTimeout(): bigint | undefined {
    return this.#betweenBytes
  }

  setBetweenBytesTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#betweenBytes = duration
    return ok()
  }
}

/** `wasi:http/types#incoming-response`, complete in memory. */
export class IncomingResponse {
  #status = 200
  #headers: readonly (readonly [string, string])[] = []
  #body = new Uint8Array()
  #consumed = false

  static of(
    status: number,
    headers: readonly (readonly [string, string])[],
    body: Uint8Array,
  ): IncomingResponse {
    const response = new IncomingResponse()
    response.#status = status
    response.#headers = headers
    response.#body = new Uint8Array(body)
    return response
  }

  status(): number {
    return this.#status
  }

  headers(): Fields {
    return Fields.received(this.#headers)
  }

  consume(): Result<IncomingBody, undefined> {
    if (this.#consumed) return err()
    this.#consumed = true
    return ok(Body.of(this.#body))
  }
}

/** `wasi:http/types#future-incoming-response`. */
export class FutureIncomingResponse {
  #outcome: Result<IncomingResponse, ErrorCode> | undefined
  #done: Promise<void> = Promise.resolve()
  #taken = false

  static of(coming: Promise<Result<IncomingResponse, ErrorCode>>): FutureIncomingResponse {
    const future = new FutureIncomingResponse()
    future.#done = coming.then((outcome) => {
      future.#outcome = outcome
    })
    return future
  }

  subscribe(): Pollable {
    return Pollable.of({ ready: () => this.#outcome !== undefined, changed: () => this.#done })
  }

  get(): Result<Result<IncomingResponse, ErrorCode>, undefined> | undefined {
    if (this.#taken) return err()
    if (this.#outcome === undefined) return undefined
    this.#taken = true
    return ok(this.#outcome)
  }
}

const ERRORS: Readonly<Record<Exclude<SendAnswer['tag'], 'ok'>, ErrorCode>> = {
  denied: { tag: 'HTTP-request-denied' },
  timeout: { tag: 'HTTP-response-timeout' },
  'too-large': { tag: 'HTTP-response-body-size', val: undefined },
  failed: { tag: 'destination-unavailable' },
}

/** `wasi:http/outgoing-handler#handle` over what the host does for the guest. */
export function createOutgoingHandler(context: InstanceContext) {
  return (
    request: OutgoingRequest,
    options: RequestOptions | undefined,
  ): Result<FutureIncomingResponse, ErrorCode> => {
    const wish = options?.firstByteTimeout()
    const timeoutMs = wish === undefined ? null : clampTimeout(Math.ceil(Number(wish) / 1_000_000))
    const { ask } = context.scope
    const coming = OutgoingRequest.complete(request, timeoutMs)
      .then(({ body, ...wanted }) => ask(send, wanted, body))
      .then(({ answer, payload }) =>
        answer.tag === 'ok'
          ? ok(IncomingResponse.of(answer.status, answer.headers, payload))
          : err(ERRORS[answer.tag]),
      )
    return ok(FutureIncomingResponse.of(coming))
  }
}
