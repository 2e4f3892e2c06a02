import type { ToHost, ToWorker } from '../protocol.ts'
import type { Operation } from '../services/service.ts'

type Send = (message: ToHost, payload?: Uint8Array) => void

/** Asks the host for an operation; the host decides whether it is granted. */
export type Ask = <Args, Answer>(
  operation: Operation<Args, Answer>,
  args: Args,
  payload?: Uint8Array,
) => Promise<{ readonly answer: Answer; readonly payload: Uint8Array }>

/** What guests ask of the host, and the answers that are still to come. */
export class HostCalls {
  readonly #send: Send
  readonly #waiting = new Map<number, (answer: unknown, payload: Uint8Array) => void>()
  #lastId = 0

  constructor(send: Send) {
    this.#send = send
  }

  /** The function for the guest of one call or request. */
  forCall(call: number): Ask {
    return (operation, args, payload) =>
      new Promise((resolve) => {
        const id = ++this.#lastId
        this.#waiting.set(id, (answer, bytes) =>
          resolve({ answer: operation.answer.parse(answer), payload: bytes }),
        )
        this.#send({ type: 'ask', id, call, operation: operation.name, args }, payload)
      })
  }

  receive({ id, answer }: Extract<ToWorker, { type: 'answer' }>, payload: Uint8Array): void {
    this.#waiting.get(id)?.(answer, payload)
    this.#waiting.delete(id)
  }
}
