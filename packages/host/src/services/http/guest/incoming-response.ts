import { Pollable } from '../../../guest/poll.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import type { ErrorCode } from '../error-codes.ts'
import { Fields } from './fields.ts'
import { IncomingBody, type ReceivedBody } from './incoming-body.ts'

/** A response that came from elsewhere. */
export interface ReceivedResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ReceivedBody
}

/** `wasi:http/types#incoming-response`. */
export class IncomingResponse {
  #response: ReceivedResponse = { status: 200, headers: [], body: { bytes: new Uint8Array() } }
  #consumed = false

  static of(received: ReceivedResponse): IncomingResponse {
    const response = new IncomingResponse()
    response.#response = received
    return response
  }

  status(): number {
    return this.#response.status
  }

  headers(): Fields {
    return Fields.received(this.#response.headers)
  }

  consume(): Result<IncomingBody, undefined> {
    if (this.#consumed) return err()
    this.#consumed = true
    return ok(IncomingBody.of(this.#response.body))
  }

  [Symbol.dispose](): void {
    if (!this.#consumed) this.#response.body.receiver?.stop()
  }
}

/** `wasi:http/types#future-incoming-response`. */
export class FutureIncomingResponse {
  #outcome: Result<ReceivedResponse, ErrorCode> | undefined
  #done: Promise<void> = Promise.resolve()
  #taken = false
  #isDropped = false

  static of(coming: Promise<Result<ReceivedResponse, ErrorCode>>): FutureIncomingResponse {
    const future = new FutureIncomingResponse()
    future.#done = coming.then((outcome) => {
      future.#outcome = outcome
      if (future.#isDropped) stop(outcome)
    })
    return future
  }

  subscribe(): Pollable {
    return Pollable.of({ ready: () => this.#outcome !== undefined, changed: () => this.#done })
  }

  get(): Result<Result<IncomingResponse, ErrorCode>, undefined> | undefined {
    if (this.#taken) return err()
    const outcome = this.#outcome
    if (outcome === undefined) return undefined
    this.#taken = true
    return ok(outcome.tag === 'ok' ? ok(IncomingResponse.of(outcome.val)) : outcome)
  }

  [Symbol.dispose](): void {
    this.#isDropped = true
    if (!this.#taken && this.#outcome !== undefined) stop(this.#outcome)
  }
}

/** Nobody will read it. */
function stop(outcome: Result<ReceivedResponse, ErrorCode>): void {
  if (outcome.tag === 'ok') outcome.val.body.receiver?.stop()
}
