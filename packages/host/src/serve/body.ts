import type { IncomingMessage } from 'node:http'
import type { AppHeaders } from '../app/request.ts'
import { FlowInterrupted } from '../channels/flow.ts'
import { pairsOf } from '../outbound/body.ts'

/** Bodies with a length up to this are read before the application is asked, so that no instance waits. */
const WHOLE_BYTES = 64 * 1024
/** What is read beyond the limit, so that the client lives to read the answer. */
const LENIENCE = 16

/** The body of a request as the application gets it. */
export interface RequestBody {
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
  readonly trailers?: Promise<AppHeaders>
  /** Did more come than may? */
  readonly isTooLarge: () => boolean
}

/**
 * Reads the body of a request where it is small and of a known length; else gives it as it comes.
 *
 * @param goOn Called before anything is read, where the client waits to be told so (`Expect: 100-continue`).
 * @param maxBytes Most bytes that are handed on. What comes beyond is thrown away as it arrives; past
 *   sixteen times as much the connection is cut.
 * @returns `undefined` where the body is larger, as far as is known yet.
 * @throws The error of a connection that ends in the middle.
 */
export async function receiveBody(
  request: IncomingMessage,
  maxBytes: number,
  goOn: () => void,
): Promise<RequestBody | undefined> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  if (coding === undefined && (length === undefined || Number(length) === 0)) return whole(new Uint8Array())
  if (Number(length ?? 0) > maxBytes) {
    discardBody(request, maxBytes * LENIENCE)
    return undefined
  }
  goOn()
  if (coding === undefined && Number(length) <= WHOLE_BYTES) return whole(await readWhole(request))
  const { promise: trailers, resolve, reject } = Promise.withResolvers<AppHeaders>()
  trailers.catch(() => {}) // who reads the body learns of it
  let left = maxBytes
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        left -= chunk.length
        if (left < 0) throw new FlowInterrupted('too-large')
        yield chunk
      }
      resolve(pairsOf(request.rawTrailers))
    } catch (error) {
      reject(error)
      throw error
    } finally {
      discardBody(request, maxBytes * LENIENCE)
    }
  }
  return { body: read(), trailers, isTooLarge: () => left < 0 }
}

function whole(body: Uint8Array): RequestBody {
  return { body, isTooLarge: () => false }
}

function readWhole(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The connection ended before the body did.')))
  })
}

/** Throws the rest of a body away, up to a number of bytes. */
function discardBody(request: IncomingMessage, most: number): void {
  let left = most
  request.on('error', () => {})
  request.on('data', (chunk: Uint8Array) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.resume()
}
