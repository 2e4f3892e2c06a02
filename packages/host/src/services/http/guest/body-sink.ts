import type { ByteSender } from '../../../channels/byte-sender.ts'
import { Changes } from '../../../channels/changes.ts'
import { type Fields, WINDOW_BYTES } from '../../../channels/messages.ts'
import type { ByteSink, StreamEnd } from '../../../guest/streams.ts'
import type { ErrorCode } from '../error-codes.ts'
import { httpError } from './http-error.ts'

/** More than this is not held back to see whether the body is complete soon. */
const HELD_BYTES = WINDOW_BYTES / 4
/** Nor is anything for longer than this. */
const HELD_MS = 5

// What the process of a guest has of the globals of Node.js is taken away before the guest is loaded.
const { setImmediate } = globalThis

/** Takes a body to the host. One of `whole`, `begin` and `abort` is called, once. */
export interface BodyCarrier {
  /** The body is complete. */
  whole(bytes: Uint8Array, trailers: Fields): void
  /** It goes on: this is what there is. */
  begin(first: Uint8Array): ByteSender
  /** It was given up before anything was sent. */
  abort(): void
}

/** What a body may be. */
export interface BodyLimits {
  readonly maxBytes: number
  /** The length that its header fields promise. */
  readonly promised?: number | undefined
  /** The error for another length. */
  readonly wrongSize: (bytes: number) => ErrorCode
}

/**
 * The bytes of a body that a guest writes. They are held back until the guest waits for something or has
 * written a good deal, so that a body that is complete by then goes along in one message.
 */
export class BodySink implements ByteSink {
  readonly #limits: BodyLimits
  readonly #changes = new Changes()
  #carrier: BodyCarrier | undefined
  #sender: ByteSender | undefined
  #held: Uint8Array[] = []
  #heldBytes = 0
  #heldSince = 0
  #written = 0
  #failure: StreamEnd | undefined
  #state: 'open' | 'finished' | 'aborted' = 'open'
  #trailers: Fields = []

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  get state(): 'open' | 'finished' | 'aborted' {
    return this.#state
  }

  /** From now on the body has somewhere to go. */
  carry(carrier: BodyCarrier): void {
    this.#carrier = carrier
    if (this.#state === 'finished') carrier.whole(this.#takeHeld(), this.#trailers)
    else if (this.#state === 'aborted') carrier.abort()
    else {
      this.#heldSince = performance.now()
      setImmediate(() => this.#begin())
    }
  }

  /** @returns The error of a body that has another length than was promised. */
  finish(trailers: Fields): ErrorCode | undefined {
    const { promised, wrongSize } = this.#limits
    if (promised !== undefined && promised !== this.#written) {
      this.abort()
      return wrongSize(this.#written)
    }
    this.#state = 'finished'
    this.#trailers = trailers
    if (this.#sender !== undefined) this.#sender.end(trailers)
    else this.#carrier?.whole(this.#takeHeld(), trailers)
    return undefined
  }

  /** The rest does not come. */
  abort(): void {
    if (this.#state !== 'open') return
    this.#state = 'aborted'
    this.#changes.tell()
    if (this.#sender !== undefined) this.#sender.reset('HTTP-response-incomplete')
    else this.#carrier?.abort()
  }

  credit(): number {
    return this.#sender === undefined ? WINDOW_BYTES - this.#heldBytes : this.#sender.credit
  }

  write(bytes: Uint8Array): void {
    const { maxBytes, promised = maxBytes, wrongSize } = this.#limits
    this.#written += bytes.length
    if (this.#written > Math.min(maxBytes, promised)) {
      this.#failure = httpError(wrongSize(this.#written))
      this.abort()
    } else if (this.#sender !== undefined) this.#sender.write(bytes)
    else {
      this.#held.push(bytes)
      this.#heldBytes += bytes.length
      const isDue = this.#heldBytes >= HELD_BYTES || performance.now() - this.#heldSince > HELD_MS
      if (this.#carrier !== undefined && isDue) this.#begin()
    }
  }

  end(): StreamEnd | undefined {
    if (this.#failure !== undefined) return this.#failure
    return this.#state !== 'open' || this.#sender?.stopped ? 'closed' : undefined
  }

  changed(): Promise<void> {
    return this.#sender === undefined ? this.#changes.next() : this.#sender.changed()
  }

  #begin(): void {
    if (this.#state !== 'open' || this.#sender !== undefined || this.#carrier === undefined) return
    const first = this.#takeHeld()
    this.#sender = this.#carrier.begin(first)
    this.#sender.spend(first.length)
    this.#changes.tell()
  }

  #takeHeld(): Uint8Array {
    const bytes = this.#held.length === 1 ? (this.#held[0] as Uint8Array) : Buffer.concat(this.#held)
    this.#held = []
    this.#heldBytes = 0
    return bytes
  }
}
