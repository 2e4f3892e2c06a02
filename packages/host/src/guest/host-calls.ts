import type { FetchOutcome, InferOutcome, ToHost, ToWorker } from '../protocol.ts'
import type { Fetch } from './http-outgoing.ts'
import type { Infer } from './llm.ts'

type Send = (message: ToHost, payload?: Uint8Array) => void
type Fetched = Awaited<ReturnType<Fetch>>

/** What guests ask of the host, and the answers that are still to come. */
export class HostCalls {
  readonly #send: Send
  readonly #inferences = new Map<number, (outcome: InferOutcome) => void>()
  readonly #fetches = new Map<number, (fetched: Fetched) => void>()
  #lastId = 0

  constructor(send: Send) {
    this.#send = send
  }

  /** The functions for the guest of one request. */
  forRequest(request: number): { infer: Infer; fetch: Fetch } {
    return {
      infer: (wanted) =>
        new Promise((resolve) => {
          const id = ++this.#lastId
          this.#inferences.set(id, resolve)
          this.#send({ type: 'infer', id, request, ...wanted })
        }),
      fetch: ({ body, ...wanted }) =>
        new Promise((resolve) => {
          const id = ++this.#lastId
          this.#fetches.set(id, resolve)
          this.#send({ type: 'fetch', id, request, ...wanted }, body)
        }),
    }
  }

  answer(message: Extract<ToWorker, { type: 'inferred' | 'fetched' }>, body: Uint8Array): void {
    if (message.type === 'inferred') this.#inferred(message.id, message.outcome)
    else this.#fetched(message.id, message.outcome, body)
  }

  #inferred(id: number, outcome: InferOutcome): void {
    this.#inferences.get(id)?.(outcome)
    this.#inferences.delete(id)
  }

  #fetched(id: number, outcome: FetchOutcome, body: Uint8Array): void {
    this.#fetches.get(id)?.({ outcome, body })
    this.#fetches.delete(id)
  }
}
