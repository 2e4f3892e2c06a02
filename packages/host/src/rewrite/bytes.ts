/** Reads the numbers and names of a WebAssembly binary, forwards. */
export class ByteReader {
  readonly bytes: Uint8Array
  offset: number
  readonly end: number

  constructor(bytes: Uint8Array, offset = 0, end = bytes.length) {
    this.bytes = bytes
    this.offset = offset
    this.end = end
  }

  get done(): boolean {
    return this.offset >= this.end
  }

  byte(): number {
    if (this.offset >= this.end) throw new RangeError('unexpected end of a section')
    return this.bytes[this.offset++] as number
  }

  /** An unsigned LEB128 of at most 32 bits; the 64-bit limits of memory64 do not fit and are refused. */
  u32(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number that is too long')
  }

  /** Goes past one LEB128, whatever its sign and size. */
  skipLeb(): void {
    while (this.byte() >= 0x80);
  }

  skip(count: number): void {
    this.offset += count
    if (this.offset > this.end) throw new RangeError('unexpected end of a section')
  }

  name(): string {
    const length = this.u32()
    const start = this.offset
    this.skip(length)
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, length).toString('utf8')
  }
}

/** An unsigned LEB128. */
export function encodeU32(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest === 0 ? low : low + 128)
  } while (rest !== 0)
  return Uint8Array.from(bytes)
}

/** A name with its length before it. */
export function encodeName(name: string): Uint8Array {
  const text = Buffer.from(name, 'utf8')
  return Buffer.concat([encodeU32(text.length), text])
}

/** Grows when it is told to: there are millions of small writes between. */
export class ByteWriter {
  length = 0
  #bytes: Buffer

  /** @param capacity Bytes for which there is room at first. */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(Math.ceil(capacity))
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  /** To be called before so many bytes are written. */
  makeRoom(count: number): void {
    if (this.length + count <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + count))
    this.#bytes.copy(grown, 0, 0, this.length)
    this.#bytes = grown
  }

  copy(source: Uint8Array, start: number, end: number): void {
    const bytes = this.#bytes
    let { length } = this
    // Most are a few bytes long, for which a call costs more.
    if (end - start > 200) bytes.set(source.subarray(start, end), length)
    else for (let at = start; at < end; at++) bytes[length++] = source[at] as number
    this.length += end - start
  }

  write(bytes: readonly number[]): void {
    for (let index = 0; index < bytes.length; index++) this.#bytes[this.length++] = bytes[index] as number
  }

  /** An unsigned LEB128. */
  u32(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.#bytes[this.length++] = (rest % 128) + 0x80
    this.#bytes[this.length++] = rest
  }

  /** A signed LEB128 of 32 bits. */
  i32(value: number): void {
    let rest = value | 0
    for (; rest < -64 || rest > 63; rest >>= 7) this.#bytes[this.length++] = (rest & 0x7f) | 0x80
    this.#bytes[this.length++] = rest & 0x7f
  }

  /** Leaves room for an unsigned LEB128 of 32 bits; returns where what it measures begins. */
  reserve(): number {
    this.length += 5
    return this.length
  }

  /** Writes how many bytes came after what was reserved. */
  fillIn(reserved: number): void {
    let rest = this.length - reserved
    for (let at = reserved - 5; at < reserved; at++, rest = Math.floor(rest / 128)) {
      this.#bytes[at] = (rest % 128) + (at < reserved - 1 ? 0x80 : 0)
    }
  }
}
