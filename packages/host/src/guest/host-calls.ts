import type { ByteReceiver } from '../channels/byte-receiver.ts'
import type { CallChannels } from '../channels/call-channels.ts'
import type { ToHost, ToWorker } from '../protocol.ts'
import type { Operation } from '../services/service.ts'

type Send = (message: ToHost, payload?: Uint8Array) => void

/** What the host answered. */
export interface AnswerOf<Answer> {
  readonly answer: Answer
  readonly payload: Uint8Array
  /** Delivers the bytes beside the answer, `payload` included, where they come in parts. */
  readonly receiver?: ByteReceiver | undefined
}

/**
 * Asks the host for an operation; the host decides whether it is granted.
 *
 * @param payload Bytes beside the arguments.
 * @param stream Number of the channel on which more of them come.
 */
export type Ask = <Args, Answer>(
  operation: Operation<Args, Answer>,
  args: Args,
  payload?: Uint8Array,
  stream?: number,
) => Promise<AnswerOf<Answer>>

type Received = Extract<ToWorker, { type: 'answer' }>

interface Waiting {
  readonly call: number
  take(received: Received, payload: Uint8Array): void
}

/** What guests ask of the host, and the answers that are still to come. */
export class HostCalls {
  readonly #send: Send
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(send: Send) {
    this.#send = send
  }

  /** The function for the guest of one call or request. */
  forCall(call: number, channels: CallChannels): Ask {
    return (operation, args, payload, stream) =>
      new Promise((resolve) => {
        if (channels.isClosed) return // what was put off until the call was over
        const id = ++this.#lastId
        const take: Waiting['take'] = (received, bytes) => {
          const answer = operation.answer.parse(received.answer)
          const receiver = received.stream === undefined ? undefined : channels.accept(received.stream, bytes)
          resolve({ answer, payload: bytes, receiver })
        }
        this.#waiting.set(id, { call, take })
        const message = { type: 'ask', id, call, operation: operation.name, args } as const
        this.#send(stream === undefined ? message : { ...message, stream }, payload)
      })
  }

  receive(received: Received, payload: Uint8Array): void {
    this.#waiting.get(received.id)?.take(received, payload)
    this.#waiting.delete(received.id)
  }

  /** The call is over: what it has asked for is not answered any more. */
  forget(call: number): void {
    for (const [id, waiting] of this.#waiting) if (waiting.call === call) this.#waiting.delete(id)
  }

  /** Answers that are still to come. */
  get pending(): number {
    return this.#waiting.size
  }
}
