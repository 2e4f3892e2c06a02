const decoder = new TextDecoder()

/** Reads numbers, names and bytes of a WebAssembly binary; what is not there is a `RangeError`. */
export class BinaryReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  get done(): boolean {
    return this.#at >= this.#end
  }

  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined || this.done) throw new RangeError('read past the end of a section')
    this.#at += 1
    return byte
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
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
      if (shift > 28) throw new RangeError('a number of more than 32 bits')
    }
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
    if (start + length > this.#end) throw new RangeError('read past the end of a section')
    this.#at += length
    for (let at = start; at < this.#at; at += 1) {
      const byte = this.#bytes[at] as number
      if (byte < 0x20 || byte > 0x7e) return this.#bytes.subarray(start, this.#at)
    }
    return undefined
  }

  name(): string {
    return decoder.decode(this.text())
  }

  /** Steps over bytes. */
  take(length: number): Uint8Array {
    if (this.#at + length > this.#end) throw new RangeError('read past the end of a section')
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
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
