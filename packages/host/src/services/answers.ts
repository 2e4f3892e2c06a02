import type { ByteReceiver } from '../channels/byte-receiver.ts'
import type { CallChannels } from '../channels/call-channels.ts'
import { type ByteFlow, pumpFlow, readChannel, readTrailers } from '../channels/flow.ts'
import type { ToWorker } from '../protocol.ts'
import type { Answered } from './broker.ts'

/** What a guest sends along with a call, as it comes. */
export function inputFlow(receiver: ByteReceiver): ByteFlow {
  const trailers = readTrailers(receiver)
  trailers.catch(() => {}) // who reads the bytes learns of it
  return { source: readChannel(receiver), trailers, cancel: () => receiver.stop() }
}

/**
 * Answers a guest: in one message, or as it comes.
 *
 * @param maxBytes Most bytes that come in parts.
 */
export function sendAnswer(
  id: number,
  { answer, payload, flow }: Answered<unknown>,
  channels: CallChannels,
  maxBytes: number,
  send: (message: ToWorker, payload?: Uint8Array) => void,
): void {
  if (flow === undefined) {
    send({ type: 'answer', id, answer }, payload)
    return
  }
  const output = channels.open()
  send({ type: 'answer', id, answer, stream: output.id })
  void pumpFlow(flow, output, maxBytes)
}
