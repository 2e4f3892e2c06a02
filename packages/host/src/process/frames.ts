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
/** Bytes of a header that may be kept along with its payload. */
const KEPT_BYTES = 1024
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

/** Takes a stream of chunks apart into frames; holds one frame's worth of bytes, however small the chunks. */
export class FrameDecoder {
  readonly #maxBytes: number
  readonly #prefix = new Uint8Array(PREFIX_BYTES)
  /** The frame that is arriving, once its prefix is known. */
  #frame: { readonly headerBytes: number; readonly body: Uint8Array } | undefined
  /** Bytes that have arrived, of the prefix or of what follows it. */
  #filled = 0

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
    const frames: Frame[] = []
    let at = 0
    while (at < chunk.length) {
      const target = this.#frame?.body ?? this.#prefix
      const part = chunk.subarray(at, at + target.length - this.#filled)
      target.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < target.length) break
      this.#filled = 0
      this.#frame ??= this.#begin()
      if (target === this.#prefix && this.#frame.body.length > 0) continue
      const { headerBytes, body } = this.#frame
      this.#frame = undefined
      // Who keeps a small payload does not keep a large header with it.
      const isMostlyHeader = headerBytes > body.length - headerBytes + KEPT_BYTES
      const payload = isMostlyHeader ? body.slice(headerBytes) : body.subarray(headerBytes)
      frames.push({ header: parseHeader(body.subarray(0, headerBytes)), payload })
    }
    return frames
  }

  #begin() {
    const view = new DataView(this.#prefix.buffer)
    const headerBytes = view.getUint32(0)
    const total = PREFIX_BYTES + headerBytes + view.getUint32(4)
    if (total > this.#maxBytes) {
      throw new FrameError(`a message of ${total} bytes is larger than the ${this.#maxBytes} allowed`)
    }
    return { headerBytes, body: new Uint8Array(total - PREFIX_BYTES) }
  }
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch (error) {
    throw new FrameError('the header of a message is not JSON', { cause: error })
  }
}
