import { Changes } from './changes.ts'
import { type Fields, MAX_CHUNK_BYTES, type SendChannelMessage, WINDOW_BYTES } from './messages.ts'

/** The sending end of a channel. */
export class ByteSender {
  readonly id: number
  readonly #call: number
  readonly #send: SendChannelMessage
  readonly #onEnd: () => void
  readonly #changes = new Changes()
  #credit = WINDOW_BYTES
  #state: 'open' | 'ended' | 'stopped' = 'open'

  /** @param onEnd Called once nothing more is sent. */
  constructor(call: number, id: number, send: SendChannelMessage, onEnd: () => void) {
    this.#call = call
    this.id = id
    this.#send = send
    this.#onEnd = onEnd
  }

  /** Bytes that may be written now. */
  get credit(): number {
    return this.#credit
  }

  /** Does nobody want the rest? */
  get stopped(): boolean {
    return this.#state === 'stopped'
  }

  /** Resolves with the next credit, or the end. */
  changed(): Promise<void> {
    return this.#changes.next()
  }

  /** Counts bytes that went along with the message that opened the channel. */
  spend(bytes: number): void {
    this.#credit -= bytes
  }

  /** @param bytes Not more than there is credit for. */
  write(bytes: Uint8Array): void {
    if (this.#state !== 'open') return
    this.#credit -= bytes.length
    for (let at = 0; at < bytes.length; at += MAX_CHUNK_BYTES) {
      const part = bytes.subarray(at, at + MAX_CHUNK_BYTES)
      this.#send({ type: 'chunk', call: this.#call, stream: this.id, end: false }, part)
    }
  }

  end(trailers: Fields = []): void {
    if (this.#state !== 'open') return
    this.#finish('ended')
    const last = { type: 'chunk', call: this.#call, stream: this.id, end: true } as const
    this.#send(trailers.length === 0 ? last : { ...last, trailers: trailers.map(([n, v]) => [n, v]) })
  }

  /** @param reason For the receiver: the code of an error. */
  reset(reason: string): void {
    if (this.#state !== 'open') return
    this.#finish('stopped')
    this.#send({ type: 'reset', call: this.#call, stream: this.id, reason: reason.slice(0, 200) })
  }

  /** The receiver takes so many bytes more. */
  receiveCredit(bytes: number): void {
    this.#credit += bytes
    if (this.#credit > WINDOW_BYTES) throw new Error('more credit than a channel has')
    this.#changes.tell()
  }

  /** The call is over: nothing is sent any more. */
  abandon(): void {
    if (this.#state === 'open') this.#finish('stopped')
  }

  #finish(state: 'ended' | 'stopped'): void {
    this.#state = state
    this.#onEnd()
    this.#changes.tell()
  }
}
