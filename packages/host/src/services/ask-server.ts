import type { CallChannels } from '../channels/call-channels.ts'
import type { ToHost, ToWorker } from '../protocol.ts'
import { inputFlow, sendAnswer } from './answers.ts'
import type { Handlers, HostCall } from './broker.ts'

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
  readonly #maxBodyBytes: number
  #inFlight = 0

  /** @param maxBodyBytes Most bytes beside an answer that come in parts. */
  constructor(handlers: Handlers, maxBodyBytes: number, channel: Channel) {
    this.#handlers = handlers
    this.#maxBodyBytes = maxBodyBytes
    this.#channel = channel
  }

  /**
   * @param payload Bytes beside the arguments.
   * @param channels Of the call that asks.
   * @param signal Ends with the call that asks.
   * @throws Error where the channel that it names is none.
   */
  serve(
    message: Extract<ToHost, { type: 'ask' }>,
    payload: Uint8Array,
    channels: CallChannels,
    signal: AbortSignal,
  ): void {
    const { stream } = message
    const input = stream === undefined ? undefined : inputFlow(channels.accept(stream, payload))
    void this.#serve(message, { payload, input, signal }, channels)
  }

  async #serve(
    message: Extract<ToHost, { type: 'ask' }>,
    call: HostCall,
    channels: CallChannels,
  ): Promise<void> {
    if (this.#inFlight >= MAX_HOST_CALLS) {
      this.#channel.fail(`it made more than ${MAX_HOST_CALLS} calls at once`)
      return
    }
    this.#inFlight += 1
    try {
      const handle = this.#handlers.get(message.operation)
      if (handle === undefined) throw new Error(`${message.operation} is not granted`)
      const answered = await handle(message.args, call)
      sendAnswer(message.id, answered, channels, this.#maxBodyBytes, this.#channel.send)
    } catch (error) {
      this.#channel.fail(error instanceof Error ? error.message : String(error))
    } finally {
      this.#inFlight -= 1
    }
  }
}
