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
