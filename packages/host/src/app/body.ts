import type { ByteReceiver } from '../channels/byte-receiver.ts'
import { readChannel, readTrailers } from '../channels/flow.ts'
import type { AppHeaders } from './request.ts'

/** The body of a response, as it comes; to be read once. Who leaves before its end ends the request. */
export interface AppBody extends AsyncIterable<Uint8Array> {
  /** All of it, where it came at once. */
  readonly whole: Uint8Array | undefined
  /**
   * Reads all of it.
   *
   * @param maxBytes Most bytes. @default no limit but the host's
   * @throws RangeError where it is larger.
   */
  bytes(maxBytes?: number): Promise<Uint8Array>
}

const NO_TRAILERS: Promise<AppHeaders> = Promise.resolve([])

/** The body, and what comes after it. */
export interface BodyWithTrailers {
  readonly body: AppBody
  readonly trailers: Promise<AppHeaders>
}

/**
 * A body that is all there.
 *
 * @param trailers What comes after it. @default nothing
 */
export function wholeBody(bytes: Uint8Array, trailers?: AppHeaders): BodyWithTrailers {
  const body: AppBody = {
    whole: bytes,
    bytes: async (maxBytes) => checkSize(bytes, maxBytes),
    async *[Symbol.asyncIterator]() {
      if (bytes.length > 0) yield bytes
    },
  }
  return { body, trailers: trailers === undefined ? NO_TRAILERS : Promise.resolve(trailers) }
}

/**
 * A body that comes through a channel.
 *
 * @param onUnwanted Called where its reader leaves before the end.
 */
export function channelBody(receiver: ByteReceiver, onUnwanted: () => void): BodyWithTrailers {
  const read = () => readChannel(receiver, onUnwanted)
  const body: AppBody = {
    whole: undefined,
    bytes: (maxBytes) => collect(read(), maxBytes),
    [Symbol.asyncIterator]: read,
  }
  const trailers = readTrailers(receiver)
  trailers.catch(() => {}) // who reads the body learns of it
  return { body, trailers }
}

async function collect(source: AsyncIterable<Uint8Array>, maxBytes?: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source) {
    length += chunk.length
    if (length > (maxBytes ?? Number.POSITIVE_INFINITY)) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function checkSize(bytes: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
  if (bytes.length > maxBytes) throw tooLarge(maxBytes)
  return bytes
}

function tooLarge(maxBytes?: number): RangeError {
  return new RangeError(`the body is larger than ${maxBytes} bytes`)
}
