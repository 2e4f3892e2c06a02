/** Reads numbers, names and bytes of a WebAssembly binary that a validator has accepted. */
export class TypeReader {
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

  name(): string {
    return new TextDecoder().decode(this.take(this.number()))
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
