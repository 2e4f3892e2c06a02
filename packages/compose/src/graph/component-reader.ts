const decoder = new TextDecoder()

const limits = { entries: 500_000, nameBytes: 100_000, allNameBytes: 16 * 1024 * 1024 } as const

/** What may be read of one file in all, however its components are nested. */
export class ReadBudget {
  #entries = 0
  #nameBytes = 0

  /** @throws RangeError where there are too many. */
  spendEntries(count: number): void {
    this.#entries += count
    if (this.#entries > limits.entries) throw new RangeError(`more than ${limits.entries} entries`)
  }

  /** @throws RangeError where they are too long. */
  spendName(bytes: number): void {
    if (bytes > limits.nameBytes) throw new RangeError(`a name of more than ${limits.nameBytes} bytes`)
    this.#nameBytes += bytes
    if (this.#nameBytes > limits.allNameBytes) {
      throw new RangeError(`names of more than ${limits.allNameBytes} bytes`)
    }
  }
}

/** Reads what a component is made of; what is not there, or is too much, is a `RangeError`. */
export class ComponentReader {
  at: number
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #budget: ReadBudget

  constructor(bytes: Uint8Array, budget: ReadBudget, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#budget = budget
    this.at = start
    this.#end = end
  }

  get done(): boolean {
    return this.at >= this.#end
  }

  byte(): number {
    if (this.at >= this.#end) throw new RangeError('the end of a section comes too early')
    return this.#bytes[this.at++] as number
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  number(): number {
    let value = 0
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number has more than 32 bits')
  }

  /** Steps over bytes, and says where they begin. */
  skip(length: number): number {
    const start = this.at
    if (length > this.#end - start) throw new RangeError('the end of a section comes too early')
    this.at += length
    return start
  }

  name(): string {
    const length = this.number()
    this.#budget.spendName(length)
    const start = this.skip(length)
    return decoder.decode(this.#bytes.subarray(start, start + length))
  }

  /** The name of an import or export, which has a byte in front of it. */
  externName(): string {
    const form = this.byte()
    if (form > 1) throw new RangeError(`a name of the unknown form ${form}`)
    return this.name()
  }

  /** The next byte, left where it is. */
  peek(): number {
    return this.#bytes[this.at] ?? -1
  }

  /** Counts what the reading makes of what is read. */
  spend(entries: number): void {
    this.#budget.spendEntries(entries)
  }

  /** Does something as often as the number says that comes first. */
  each(read: () => void): void {
    for (let left = this.number(); left > 0; left -= 1) {
      this.#budget.spendEntries(1)
      read()
    }
  }

  /** A reader of the next bytes alone. */
  inner(length: number): ComponentReader {
    const start = this.skip(length)
    return new ComponentReader(this.#bytes, this.#budget, start, start + length)
  }
}
