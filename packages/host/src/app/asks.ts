import type { ToHost, ToWorker } from '../protocol.ts'
import { inputFlow, sendAnswer } from '../services/answers.ts'
import type { Handlers } from '../services/broker.ts'
import type { AppJob } from './job.ts'
import { Diverged, sizeOf } from './journal.ts'
import type { Placed } from './turns.ts'

/** What comes of what guests ask for, beside answers. */
interface AskEvents {
  /** The request is about to be answered something. */
  answering(placed: Placed): void
  send(message: ToWorker, payload?: Uint8Array): void
  /** The request cannot go on, and its worker cannot be trusted. */
  broken(job: AppJob, why: string): void
  /** The request ran again, and asked for something else. */
  diverged(job: AppJob, why: string): void
}

/** What one request may have under way at once; its worker keeps to less. */
const MAX_HOST_CALLS = 256
/** Bytes of all that the requests of one worker have under way. */
const MAX_BYTES = 512 * 1024 * 1024

/** Serves what the guests of one worker ask for, through the journals of their requests. */
export class AppAsks {
  readonly #handlers: Handlers
  readonly #maxBodyBytes: number
  readonly #events: AskEvents
  #bytes = 0

  constructor(handlers: Handlers, maxBodyBytes: number, events: AskEvents) {
    this.#handlers = handlers
    this.#maxBodyBytes = maxBodyBytes
    this.#events = events
  }

  /** What it throws at once is a message that breaks the protocol. */
  serve(placed: Placed, message: Extract<ToHost, { type: 'ask' }>, payload: Uint8Array): void {
    const { job, channels } = placed
    const { stream } = message
    const input = stream === undefined ? undefined : inputFlow(channels.accept(stream, payload))
    // What is read of a body that comes in parts is gone.
    if (input !== undefined) job.journal.giveUp()
    if (!job.ended) void this.#answer(placed, message, { payload, input })
  }

  async #answer(
    placed: Placed,
    { id, operation, args }: Extract<ToHost, { type: 'ask' }>,
    given: { readonly payload: Uint8Array; readonly input: ReturnType<typeof inputFlow> | undefined },
  ): Promise<void> {
    const { job } = placed
    const isOver = (): boolean => job.ended || placed.job !== job
    let bytes = 0
    placed.asks += 1
    try {
      // Which throws where it is nested too deeply.
      bytes = given.payload.length + sizeOf(args)
      this.#bytes += bytes
      if (placed.asks > MAX_HOST_CALLS) throw new Error(`more than ${MAX_HOST_CALLS} at once`)
      if (this.#bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes at once`)
      const handle = this.#handlers.get(operation)
      if (handle === undefined) throw new Error(`${operation} is not granted`)
      const { signal, events } = job
      const answered = await job.journal.ask(operation, args, given.payload, () =>
        handle(args, { ...given, signal, observe: events.observe }),
      )
      if (isOver()) return
      if (answered.flow !== undefined) job.journal.giveUp()
      this.#events.answering(placed)
      sendAnswer(id, answered, placed.channels, this.#maxBodyBytes, this.#events.send)
    } catch (error) {
      if (isOver()) return
      if (error instanceof Diverged) {
        const why = `A request was interrupted, and asked for something else when it ran again: ${error.message}.`
        this.#events.diverged(job, why)
      } else {
        this.#events.broken(job, `A call of the application could not be served: ${String(error)}`)
      }
    } finally {
      placed.asks -= 1
      this.#bytes -= bytes
    }
  }
}
