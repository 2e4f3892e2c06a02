import type { ByteReceiver } from './byte-receiver.ts'
import type { ByteSender } from './byte-sender.ts'
import type { Fields } from './messages.ts'

/** Bytes that come in parts. */
export interface ByteFlow {
  readonly source: AsyncIterable<Uint8Array>
  /** What comes after the last byte. @default nothing */
  readonly trailers?: Promise<Fields> | undefined
  /** Called where the rest is not wanted. */
  cancel?(): void
}

/** The other side gave a body up before its end. */
export class FlowInterrupted extends Error {
  override readonly name = 'FlowInterrupted'
  readonly reason: string

  constructor(reason: string) {
    super(`the rest of the body does not come: ${reason}`)
    this.reason = reason
  }
}

/**
 * Reads a channel to its end.
 *
 * @param onUnwanted Called where the reader leaves before the end.
 * @throws FlowInterrupted where the sender does not get there.
 */
export async function* readChannel(
  receiver: ByteReceiver,
  onUnwanted?: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      while (receiver.buffered > 0) yield receiver.take(Number.POSITIVE_INFINITY)
      if (receiver.end === 'ended') return
      if (receiver.end === 'failed') throw new FlowInterrupted(receiver.reason)
      await receiver.changed()
    }
  } finally {
    if (receiver.end === undefined) {
      receiver.stop()
      onUnwanted?.()
    }
  }
}

/**
 * What comes after the last byte of a channel.
 *
 * @throws FlowInterrupted where the sender does not get there.
 */
export async function readTrailers(receiver: ByteReceiver): Promise<Fields> {
  while (!receiver.isOver) await receiver.changed()
  if (receiver.reason !== '') throw new FlowInterrupted(receiver.reason)
  return receiver.trailers
}

/**
 * Sends bytes through a channel as fast as the other side takes them; never throws.
 *
 * @param maxBytes Most bytes; beyond, the channel is reset with the reason `too-large`.
 * @returns Whether all was sent, or why not.
 */
export async function pumpFlow(
  { source, trailers, cancel }: ByteFlow,
  sender: ByteSender,
  maxBytes: number,
): Promise<'sent' | 'unwanted' | 'too-large' | 'failed'> {
  let left = maxBytes
  let isOver = false
  void untilStopped(sender, () => isOver).then(() => {
    if (!isOver) cancel?.()
  })
  try {
    for await (const chunk of source) {
      left -= chunk.length
      if (left < 0) {
        sender.reset('too-large')
        return 'too-large'
      }
      for (let rest = chunk; rest.length > 0; ) {
        while (sender.credit === 0 && !sender.stopped) await sender.changed()
        if (sender.stopped) return 'unwanted'
        const part = rest.subarray(0, sender.credit)
        rest = rest.subarray(part.length)
        sender.write(part)
      }
      if (sender.stopped) return 'unwanted'
    }
    sender.end(await trailers)
    return 'sent'
  } catch (error) {
    if (sender.stopped) return 'unwanted'
    const reason = error instanceof FlowInterrupted ? error.reason : 'failed'
    sender.reset(reason)
    return reason === 'too-large' ? reason : 'failed'
  } finally {
    isOver = true
    if (sender.stopped) cancel?.()
  }
}

async function untilStopped(sender: ByteSender, isOver: () => boolean): Promise<void> {
  while (!sender.stopped && !isOver()) await sender.changed()
}
