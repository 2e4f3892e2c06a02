import { Changes } from './changes.ts'
import { type Fields, type SendChannelMessage, WINDOW_BYTES } from './messages.ts'

/** Credit is given back in steps of this size. */
const CREDIT_STEP = WINDOW_BYTES / 4
/** Chunks that are kept apart: each takes memory beside its bytes. */
const MAX_CHUNKS = 256

/** The receiving end of a channel: keeps what has arrived until it is taken. */
export class ByteReceiver {
  readonly #call: number
  readonly #id: number
  readonly #send: SendChannelMessage
  readonly #changes = new Changes()
  #chunks: Uint8Array[] = []
  #buffered = 0
  /** Bytes that may still come before credit is given. */
  #window = WINDOW_BYTES
  #taken = 0
  /** Bytes that may come in all. */
  #left: number
  #state: 'open' | 'ended' | 'failed' = 'open'
  #discards = false
  #reason = ''
  #trailers: Fields = []

  /** @param maxBytes Most bytes in all. */
  constructor(call: number, id: number, send: SendChannelMessage, maxBytes: number) {
    this.#call = call
    this.#id = id
    this.#send = send
    this.#left = maxBytes
  }

  /** Bytes that can be taken now. */
  get buffered(): number {
    return this.#buffered
  }

  /** What comes after all that can be taken now: nothing, as the sender is done, or has failed. */
  get end(): 'ended' | 'failed' | undefined {
    return this.#buffered > 0 || this.#state === 'open' ? undefined : this.#state
  }

  /** Is nothing more to come, whatever can still be taken? */
  get isOver(): boolean {
    return this.#state !== 'open'
  }

  /** Why it has failed. */
  get reason(): string {
    return this.#reason
  }

  /** Once it has ended. */
  get trailers(): Fields {
    return this.#trailers
  }

  /** Resolves when there is more to take, or an end. */
  changed(): Promise<void> {
    return this.#changes.next()
  }

  /** Takes what there is, up to a number of bytes; empty where nothing is there. */
  take(most: number): Uint8Array {
    const first = this.#chunks[0]
    if (first === undefined || most === 0) return new Uint8Array()
    const bytes = first.length <= most ? first : first.subarray(0, most)
    if (bytes === first) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(most)
    this.#buffered -= bytes.length
    this.#give(bytes.length)
    return bytes
  }

  /** Throws away what is there and what is still to come, up to the end. */
  discard(): void {
    this.#discards = true
    const bytes = this.#buffered
    this.#chunks = []
    this.#buffered = 0
    this.#give(bytes)
  }

  /** Tells the sender that the rest is not wanted. */
  stop(): void {
    const isOpen = this.#state === 'open'
    this.discard()
    if (isOpen) this.#send({ type: 'stop', call: this.#call, stream: this.#id })
  }

  /** @throws Error where more comes than may. */
  receiveChunk(bytes: Uint8Array, end: boolean, trailers: Fields = []): void {
    if (this.#state !== 'open') throw new Error('a chunk after the end')
    if (bytes.length === 0 && !end) throw new Error('a chunk of nothing')
    this.#window -= bytes.length
    this.#left -= bytes.length
    if (this.#window < 0) throw new Error('a chunk without credit')
    if (this.#left < 0) throw new Error('a body above its limit')
    if (bytes.length > 0 && !this.#discards) {
      this.#chunks.push(bytes)
      this.#buffered += bytes.length
      if (this.#chunks.length > MAX_CHUNKS) this.#chunks = [Buffer.concat(this.#chunks)]
    } else this.#give(bytes.length)
    if (end) {
      this.#state = 'ended'
      this.#trailers = trailers
    }
    this.#changes.tell()
  }

  /** The rest does not come. */
  fail(reason: string): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#reason = reason
    this.#changes.tell()
  }

  #give(bytes: number): void {
    this.#taken += bytes
    if (this.#taken < CREDIT_STEP || this.#state !== 'open') return
    this.#send({ type: 'credit', call: this.#call, stream: this.#id, bytes: this.#taken })
    this.#window += this.#taken
    this.#taken = 0
  }
}
