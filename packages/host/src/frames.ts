/**
 * The framing of the pipe between the host and a worker: two big-endian u32 lengths, a JSON header,
 * and a payload of raw bytes. What a frame says is checked against a schema by whoever receives it.
 */

/** One message: a header that is still to be checked, and bytes. */
export interface Frame {
  readonly header: unknown
  readonly payload: Uint8Array
}

/** The other side broke a rule of the framing. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

const PREFIX_BYTES = 8
const decoder = new TextDecoder('utf-8', { fatal: true })
const encoder = new TextEncoder()

/**
 * @param header Plain data.
 * @param payload Bytes that go along, unchanged.
 * @returns The frame as one chunk.
 */
export function encodeFrame(header: object, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const json = encoder.encode(JSON.stringify(header))
  const frame = new Uint8Array(PREFIX_BYTES + json.length + payload.length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, json.length)
  view.setUint32(4, payload.length)
  frame.set(json, PREFIX_BYTES)
  frame.set(payload, PREFIX_BYTES + json.length)
  return frame
}

/** Takes a stream of chunks apart into frames; never holds more than one frame's worth of bytes. */
export class FrameDecoder {
  readonly #maxBytes: number
  #chunks: Uint8Array[] = []
  #buffered = 0

  /** @param maxBytes Most bytes that one frame may have. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /**
   * @param chunk What has just arrived.
   * @returns The frames that are complete now.
   * @throws FrameError where a frame is too large or its header is not JSON.
   */
  push(chunk: Uint8Array): Frame[] {
    this.#chunks.push(chunk)
    this.#buffered += chunk.length
    const frames: Frame[] = []
    for (;;) {
      const prefix = this.#peek(PREFIX_BYTES)
      if (prefix === undefined) return frames
      const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES)
      const headerBytes = view.getUint32(0)
      const total = PREFIX_BYTES + headerBytes + view.getUint32(4)
      if (total > this.#maxBytes) {
        throw new FrameError(`a message of ${total} bytes is larger than the ${this.#maxBytes} allowed`)
      }
      const frame = this.#peek(total)
      if (frame === undefined) return frames
      this.#drop(total)
      frames.push({
        header: parseHeader(frame.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes)),
        payload: frame.slice(PREFIX_BYTES + headerBytes, total),
      })
    }
  }

  #peek(bytes: number): Uint8Array | undefined {
    if (this.#buffered < bytes) return undefined
    if ((this.#chunks[0]?.length ?? 0) < bytes) this.#chunks = [join(this.#chunks, this.#buffered)]
    return this.#chunks[0]?.subarray(0, bytes)
  }

  #drop(bytes: number): void {
    const first = this.#chunks[0] as Uint8Array
    this.#chunks[0] = first.subarray(bytes)
    this.#buffered -= bytes
  }
}

function join(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const all = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch (error) {
    throw new FrameError('the header of a message is not JSON', { cause: error })
  }
}
