const decoder = new TextDecoder()

const PAST_THE_END = 'read past the end of a section'

/** Reads numbers, names and bytes of a WebAssembly binary; what is not there is a `RangeError`. */
export class BinaryReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = start
    this.#end = Math.min(end, bytes.length)
  }

  get done(): boolean {
    return this.#at >= this.#end
  }

  byte(): number {
    if (this.#at >= this.#end) throw new RangeError(PAST_THE_END)
    return this.#bytes[this.#at++] as number
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#end - this.#at
  }

  /** Where the next byte is. */
  get at(): number {
    return this.#at
  }

  /** The next byte, left where it is. */
  peek(): number {
    return this.#bytes[this.#at] ?? -1
  }

  /** An unsigned LEB128 number of at most 32 bits; of a signed one that is not negative, its value too. */
  number(): number {
    const first = this.byte()
    if (first < 0x80) return first
    // Most numbers that have more bytes have two.
    const second = this.byte()
    let value = (first & 0x7f) | ((second & 0x7f) << 7)
    if (second < 0x80) return value
    for (let shift = 14; shift <= 28; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number of more than 32 bits')
  }

  /** An unsigned LEB128 number of at most 64 bits, not exact above 2⁵³. */
  long(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
      if (shift > 56) throw new RangeError('a number of more than 64 bits')
    }
  }

  /** The bytes of a name, of which it is not known whether they are UTF-8. */
  text(): Uint8Array {
    return this.take(this.number())
  }

  /** As `text`, but nothing where all of it is printable ASCII, as most is: nothing is allocated then. */
  oddText(): Uint8Array | undefined {
    const length = this.number()
    const start = this.#at
    this.skip(length)
    for (let at = start; at < this.#at; at += 1) {
      const byte = this.#bytes[at] as number
      if (byte < 0x20 || byte > 0x7e) return this.#bytes.subarray(start, this.#at)
    }
    return undefined
  }

  name(): string {
    return decoder.decode(this.text())
  }

  take(length: number): Uint8Array {
    const start = this.#at
    this.skip(length)
    return this.#bytes.subarray(start, this.#at)
  }

  /** Steps over bytes. */
  skip(length: number): void {
    if (length > this.#end - this.#at || length < 0) throw new RangeError(PAST_THE_END)
    this.#at += length
  }

  /** Does something as often as the number says that comes first. */
  each(read: () => void): void {
    for (let left = this.number(); left > 0; left -= 1) read()
  }

  /** Reads with `read` where the flag that comes first is set. */
  optional<Value>(read: () => Value): Value | undefined {
    return this.byte() === 0 ? undefined : read()
  }
}
