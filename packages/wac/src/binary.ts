/** The framing of WebAssembly binaries: headers, sections and LEB128 numbers, over bytes nobody trusts. */

/** `\0asm`, the version, and the layer: 0 for a core module, 1 for a component. */
export const CORE_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00] as const
export const COMPONENT_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00] as const

/** Does the range begin with the header? */
export function hasHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: typeof CORE_HEADER | typeof COMPONENT_HEADER,
): boolean {
  return end - start >= header.length && header.every((byte, index) => bytes[start + index] === byte)
}

/**
 * Reads unsigned 32-bit LEB128 numbers in order. A read that goes past the end, or that is no 32-bit number,
 * sets `failed` and answers 0, so that a caller may look once after several reads.
 */
export class Reader {
  at: number
  failed = false
  readonly bytes: Uint8Array
  readonly end: number

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes
    this.at = start
    this.end = end
  }

  get done(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    if (this.at >= this.end) {
      this.failed = true
      return 0
    }
    return this.bytes[this.at++] as number
  }

  u32(): number {
    const first = this.bytes[this.at] as number
    if (first < 0x80 && this.at < this.end) {
      this.at += 1
      return first
    }
    // Most sizes of bodies have two bytes.
    const second = this.bytes[this.at + 1] as number
    if (second < 0x80 && this.at + 1 < this.end) {
      this.at += 2
      return (first & 0x7f) | (second << 7)
    }
    let value = 0
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = this.byte()
      if (shift === 28 && byte > 0x0f) break
      // Bits, not a product, so that the engine keeps to integers.
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return this.failed ? 0 : value >>> 0
    }
    this.failed = true
    return 0
  }

  skip(length: number): void {
    if (length > this.end - this.at) this.failed = true
    else this.at += length
  }

  /** Passes over a LEB128 number of any width; whoever reads it for its value judges it. */
  skipNumber(): void {
    while (this.byte() >= 0x80) if (this.failed) return
  }
}

/** One section: all of it is `start` to `end`, its content `content` to `end`. */
export interface Section {
  readonly id: number
  readonly start: number
  readonly content: number
  readonly end: number
}

/**
 * The sections behind the header of a module or component.
 *
 * @returns `undefined` in the place of the first one that is not whole; nothing follows it.
 */
export function* readSections(bytes: Uint8Array, start: number, end: number): Generator<Section | undefined> {
  const reader = new Reader(bytes, start + CORE_HEADER.length, end)
  while (!reader.done) {
    const begin = reader.at
    const id = reader.byte()
    const length = reader.u32()
    const content = reader.at
    reader.skip(length)
    if (reader.failed) {
      yield undefined
      return
    }
    yield { id, start: begin, content, end: reader.at }
  }
}

/** The shortest LEB128 form of an unsigned number below 2³², as wasm-encoder writes it. */
export function encodeU32(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return Uint8Array.from(bytes)
}

/** Pieces of bytes in order; those that lie one behind the other in the same array become one. */
export class Pieces {
  length = 0
  readonly #pieces: Uint8Array[] = []

  constructor(...pieces: readonly Uint8Array[]) {
    for (const piece of pieces) this.push(piece)
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.length += piece.length
    const last = this.#pieces.at(-1)
    if (
      last !== undefined &&
      last.buffer === piece.buffer &&
      last.byteOffset + last.length === piece.byteOffset
    ) {
      this.#pieces[this.#pieces.length - 1] = new Uint8Array(
        last.buffer,
        last.byteOffset,
        last.length + piece.length,
      )
    } else {
      this.#pieces.push(piece)
    }
  }

  append(other: Pieces): void {
    for (const piece of other.#pieces) this.push(piece)
  }

  /**
   * Where in `origin` a byte of the joined array comes from; of a byte that comes from nowhere in it, the end of
   * what comes before.
   */
  locate(offset: number, origin: Uint8Array): number {
    let at = 0
    let place = 0
    for (const piece of this.#pieces) {
      const isWithin = offset < at + piece.length
      if (piece.buffer === origin.buffer) {
        const begin = piece.byteOffset - origin.byteOffset
        if (isWithin) return begin + offset - at
        place = begin + piece.length
      }
      if (isWithin) return place
      at += piece.length
    }
    return place
  }

  /** All of it in one array of its size. */
  join(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    let at = 0
    for (const piece of this.#pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }
}
