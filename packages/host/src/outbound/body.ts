import type { IncomingMessage } from 'node:http'
import type { AppHeaders } from '../app/request.ts'
import { OutboundError, toOutboundError } from './error.ts'

/** The body of an answer: whole where it came along with its head, else as it comes. */
export interface OutboundBody {
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
  readonly trailers: Promise<AppHeaders>
  /** The rest is not wanted. */
  readonly cancel: () => void
}

/**
 * Reads the body of an answer.
 *
 * @param maxBytes Most bytes.
 * @param betweenBytesMs Longest wait for the next bytes, while somebody waits for them.
 * @throws OutboundError `HTTP-response-body-size` where it is larger.
 */
export async function readOutboundBody(
  response: IncomingMessage,
  maxBytes: number,
  betweenBytesMs: number | undefined,
): Promise<OutboundBody> {
  response.on('error', () => {}) // told to who reads
  const tooLarge = () => {
    response.destroy()
    return new OutboundError('HTTP-response-body-size', `the answer is larger than ${maxBytes} bytes`)
  }
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  // What arrived in the same packet as the head is there by then.
  await new Promise((resolve) => setImmediate(resolve))
  const first: Uint8Array = response.read() ?? new Uint8Array()
  if (first.length > maxBytes) throw tooLarge()
  const cancel = () => void response.destroy()
  if (response.complete && response.readableLength === 0) {
    return { body: first, trailers: Promise.resolve(trailersOf(response)), cancel }
  }
  const { promise: trailers, resolve, reject } = Promise.withResolvers<AppHeaders>()
  trailers.catch(() => {}) // who reads the body learns of it
  const timed = readTimed(response, betweenBytesMs)
  async function* read(): AsyncGenerator<Uint8Array> {
    let left = maxBytes - first.length
    try {
      if (first.length > 0) yield first
      for await (const chunk of timed) {
        left -= chunk.length
        if (left < 0) throw tooLarge()
        yield chunk
      }
      if (!response.complete) throw new OutboundError('HTTP-response-incomplete', 'the answer is cut off')
      resolve(trailersOf(response))
    } catch (error) {
      const failure = toBodyError(error)
      reject(failure)
      throw failure
    }
  }
  return { body: read(), trailers, cancel }
}

async function* readTimed(
  response: IncomingMessage,
  timeoutMs: number | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = (response as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  for (;;) {
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => response.destroy(new OutboundError('connection-read-timeout', 'the answer does not go on')),
            timeoutMs,
          )
    const { value, done } = await chunks.next().finally(() => clearTimeout(timer))
    if (done) return
    yield value
  }
}

function toBodyError(error: unknown): OutboundError {
  const failure = toOutboundError(error)
  return failure.code === 'connection-terminated'
    ? new OutboundError('HTTP-response-incomplete', failure.message, { cause: error })
    : failure
}

function trailersOf({ rawTrailers }: IncomingMessage): AppHeaders {
  return pairsOf(rawTrailers)
}

/** `['Accept', 'text/html', …]` of Node.js → pairs, names in small letters. */
export function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([(raw[index] as string).toLowerCase(), raw[index + 1] as string])
  }
  return pairs
}
