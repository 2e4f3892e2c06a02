import { ByteReceiver } from './byte-receiver.ts'
import { ByteSender } from './byte-sender.ts'
import { type ChannelMessage, MAX_OPEN_CHANNELS, type SendChannelMessage } from './messages.ts'

/**
 * The channels of one call or request, on either side of the boundary. Each side numbers those that it
 * sends on, and names the number in the message that opens one.
 */
export class CallChannels {
  readonly #call: number
  readonly #send: SendChannelMessage
  readonly #maxBytes: number
  readonly #maxOpen: number
  readonly #senders = new Map<number, ByteSender>()
  readonly #receivers = new Map<number, ByteReceiver>()
  #reserved = 0
  #lastOpened = 0
  #lastAccepted = 0
  #closed = false

  /**
   * @param call Number of the call or request.
   * @param send Sends to the other side.
   * @param maxBytes Most bytes that the other side may send on one channel.
   * @param maxOpen Most channels that it may have open. A guest does not count those of its host, which answers as
   *   many requests as it lets it make.
   */
  constructor(call: number, send: SendChannelMessage, maxBytes: number, maxOpen = MAX_OPEN_CHANNELS) {
    this.#call = call
    this.#send = (message, payload) => {
      if (!this.#closed) send(message, payload)
    }
    this.#maxBytes = maxBytes
    this.#maxOpen = maxOpen
  }

  /** Has any channel been opened? */
  get wereUsed(): boolean {
    return this.#lastOpened + this.#lastAccepted > 0
  }

  /** Is the call over? */
  get isClosed(): boolean {
    return this.#closed
  }

  /** Opens a channel to the other side, which is to be told its number. */
  open(): ByteSender {
    const id = ++this.#lastOpened
    const sender: ByteSender = new ByteSender(this.#call, id, this.#send, () => this.#senders.delete(id))
    if (this.#closed) sender.abandon()
    else this.#senders.set(id, sender)
    return sender
  }

  /**
   * Keeps room for a channel that may be opened later. One more than can be kept is always left, for the answer of
   * the call.
   *
   * @returns Is there any?
   */
  reserve(): boolean {
    if (this.#senders.size + this.#reserved >= MAX_OPEN_CHANNELS - 1) return false
    this.#reserved += 1
    return true
  }

  /** What was reserved is opened now, or is not needed. */
  release(): void {
    this.#reserved -= 1
  }

  /**
   * Takes a channel that the other side opens.
   *
   * @param first Bytes that came with the message that named it.
   * @throws Error where the number was used before, or too many are open.
   */
  accept(id: number, first: Uint8Array = new Uint8Array()): ByteReceiver {
    if (id <= this.#lastAccepted) throw new Error('a channel that there was already')
    if (this.#receivers.size >= this.#maxOpen) throw new Error('too many channels')
    this.#lastAccepted = id
    const receiver = new ByteReceiver(this.#call, id, this.#send, this.#maxBytes)
    if (first.length > 0) receiver.receiveChunk(first, false)
    if (this.#closed) receiver.fail('closed')
    else this.#receivers.set(id, receiver)
    return receiver
  }

  /** @throws Error where the other side breaks the rules. */
  receive(message: ChannelMessage, payload: Uint8Array): void {
    // The other side may not know yet.
    if (this.#closed) return
    if (message.type === 'chunk') {
      this.#receiver(message.stream).receiveChunk(payload, message.end, message.trailers)
      if (message.end) this.#receivers.delete(message.stream)
    } else if (message.type === 'reset') {
      this.#receiver(message.stream).fail(message.reason)
      this.#receivers.delete(message.stream)
    } else {
      if (message.stream > this.#lastOpened) throw new Error('a channel that was never opened')
      // What was sent before the other side knew of the end is late, and no fault.
      const sender = this.#senders.get(message.stream)
      if (message.type === 'credit') sender?.receiveCredit(message.bytes)
      else sender?.reset('stopped')
    }
  }

  /** The call is over: what was not received fails, nothing more is sent. */
  close(reason: string): void {
    this.#closed = true
    for (const receiver of this.#receivers.values()) receiver.fail(reason)
    for (const sender of [...this.#senders.values()]) sender.abandon()
    this.#receivers.clear()
  }

  #receiver(id: number): ByteReceiver {
    const receiver = this.#receivers.get(id)
    if (receiver === undefined) throw new Error('a chunk of no channel')
    return receiver
  }
}
