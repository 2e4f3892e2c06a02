import type { ToHost, ToWorker } from '../protocol.ts'
import type { Handlers } from './broker.ts'

/** Calls of one worker that may be served at once. */
const MAX_HOST_CALLS = 256

/** The worker's end of the pipe. */
interface Channel {
  send(message: ToWorker, payload?: Uint8Array): void
  /** Ends the worker, which broke a rule or lost its service. */
  fail(reason: string): void
}

/** Serves what the guests of one worker ask for. */
export class AskServer {
  readonly #handlers: Handlers
  readonly #channel: Channel
  #inFlight = 0

  constructor(handlers: Handlers, channel: Channel) {
    this.#handlers = handlers
    this.#channel = channel
  }

  /**
   * @param payload Bytes beside the arguments.
   * @param signal Ends with the call that asks.
   */
  async serve(
    message: Extract<ToHost, { type: 'ask' }>,
    payload: Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#inFlight >= MAX_HOST_CALLS) {
      this.#channel.fail(`it made more than ${MAX_HOST_CALLS} calls at once`)
      return
    }
    this.#inFlight += 1
    try {
      const handle = this.#handlers.get(message.operation)
      if (handle === undefined) throw new Error(`${message.operation} is not granted`)
      const served = await handle(message.args, { payload, signal })
      this.#channel.send({ type: 'answer', id: message.id, answer: served.answer }, served.payload)
    } catch (error) {
      this.#channel.fail(error instanceof Error ? error.message : String(error))
    } finally {
      this.#inFlight -= 1
    }
  }
}
