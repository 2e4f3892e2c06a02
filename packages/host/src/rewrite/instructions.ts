/** What follows an opcode; the first ones are numbers of LEB128 numbers. */
const MEMORY_ARGUMENT = 3
const BLOCK_TYPE = 4
const BRANCH_TABLE = 5
const FOUR_BYTES = 6
const EIGHT_BYTES = 7
const BULK = 8
const VECTOR = 9
const SELECT_TYPES = 10
/** Exceptions, atomics, typed references, garbage collection. */
const UNKNOWN = 11

/** By opcode; WebAssembly 2.0 and tail calls. */
const IMMEDIATES = tableOf(
  [0x00, 0x01, 0], // unreachable, nop
  [0x02, 0x04, BLOCK_TYPE], // block, loop, if
  [0x05, 0x05, 0], // else
  [0x0b, 0x0b, 0], // end
  [0x0c, 0x0d, 1], // br, br_if
  [0x0e, 0x0e, BRANCH_TABLE],
  [0x0f, 0x0f, 0], // return
  [0x10, 0x10, 1], // call, call_indirect, and their tail calls
  [0x11, 0x11, 2],
  [0x12, 0x12, 1],
  [0x13, 0x13, 2],
  [0x1a, 0x1b, 0], // drop, select
  [0x1c, 0x1c, SELECT_TYPES],
  [0x20, 0x26, 1], // locals, globals, table.get, table.set
  [0x28, 0x3e, MEMORY_ARGUMENT],
  [0x3f, 0x42, 1], // memory.size, memory.grow, i32.const, i64.const
  [0x43, 0x43, FOUR_BYTES],
  [0x44, 0x44, EIGHT_BYTES],
  [0x45, 0xc4, 0], // numeric
  [0xd0, 0xd0, 1], // ref.null
  [0xd1, 0xd1, 0], // ref.is_null
  [0xd2, 0xd2, 1], // ref.func
  [0xfc, 0xfc, BULK],
  [0xfd, 0xfd, VECTOR],
)

/** LEB128 numbers after 0xfc: conversions, then bulk operations on memories and tables. */
const BULK_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1]

/** What the code of an instruction that begins with 0xfc or 0xfd begins with. */
export const BULK_PREFIX = 0xfc00
export const VECTOR_PREFIX = 0xfd00

/**
 * Reads the instructions of one function, one by one. Tens of millions of bytes go through here, so it
 * makes no objects.
 */
export class InstructionReader {
  /** Of the instruction that was read: its opcode, or `0xfc00` or `0xfd00` and its number. */
  code = 0
  /** Where it begins. */
  start = 0
  /** Of one that reads or writes a memory: what is added to the address. */
  memoryOffset = 0
  /** Was something met that is not known here? There is no going on then. */
  isLost = false
  /** Locals that the function declares, beside its parameters. */
  declaredLocals = 0
  /** Where the groups of declared locals begin and end, without their number. */
  localsStart = 0
  localsEnd = 0
  localGroups = 0
  /** Where the next instruction begins. */
  at = 0
  readonly #bytes: Uint8Array
  #end = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Goes to a function, with its locals, and reads those. */
  enter(start: number, end: number): void {
    this.at = start
    this.#end = end
    this.isLost = false
    this.declaredLocals = 0
    this.localGroups = this.#u32()
    this.localsStart = this.at
    for (let left = this.localGroups; left > 0 && !this.isLost; left--) {
      this.declaredLocals += this.#u32()
      this.isLost = !isPlainType(this.#bytes[this.at++] as number)
    }
    this.localsEnd = this.at
  }

  /** @returns Was there another one? Where not, either the function was read to its end or the reader is lost. */
  next(): boolean {
    if (this.isLost || this.at >= this.#end) {
      this.isLost ||= this.at !== this.#end
      return false
    }
    this.start = this.at
    this.code = this.#bytes[this.at++] as number
    this.#immediates(IMMEDIATES[this.code] as number)
    return !this.isLost
  }

  #immediates(kind: number): void {
    if (kind <= 2) this.#skip(kind)
    else if (kind === MEMORY_ARGUMENT) this.#memoryArgument()
    else if (kind === BLOCK_TYPE) {
      if (isPlainType(this.#bytes[this.at] as number)) this.at++
      else {
        const first = this.at
        this.#skip(1)
        // A type by its index: a positive number.
        this.isLost = (this.#bytes[this.at - 1] as number) >= 0x40 || this.at - first > 5
      }
    } else if (kind === BRANCH_TABLE) this.#skip(this.#u32() + 1)
    else if (kind === FOUR_BYTES) this.at += 4
    else if (kind === EIGHT_BYTES) this.at += 8
    else if (kind === BULK) {
      const operation = this.#u32()
      const numbers = BULK_NUMBERS[operation]
      if (numbers === undefined) this.isLost = true
      else this.#skip(numbers)
      this.code = BULK_PREFIX + operation
    } else if (kind === VECTOR) this.#vector(this.#u32())
    else if (kind === SELECT_TYPES)
      this.isLost = this.#u32() !== 1 || !isPlainType(this.#bytes[this.at++] as number)
    else this.isLost = true
  }

  #vector(operation: number): void {
    this.code = VECTOR_PREFIX + operation
    if (operation <= 11 || operation === 92 || operation === 93) this.#memoryArgument()
    else if (operation <= 13) this.at += 16
    else if (operation <= 20) return
    else if (operation <= 34) this.at += 1
    else if (operation <= 83) return
    else if (operation <= 91) {
      this.#memoryArgument()
      this.at += 1
    } else this.isLost = operation > 0xff
  }

  #memoryArgument(): void {
    // Alignments above 63 announce the index of a memory.
    this.isLost = (this.#bytes[this.at++] as number) >= 0x40
    this.memoryOffset = this.#u32()
  }

  #skip(numbers: number): void {
    for (let left = numbers; left > 0; left--) while ((this.#bytes[this.at++] as number) >= 0x80);
  }

  #u32(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.at++] as number
      value += (byte & 0x7f) * factor
      if (byte < 0x80 || factor > 2 ** 28) return value
    }
  }
}

/** Numbers, v128, funcref, externref, and the type of a block without values. */
function isPlainType(byte: number): boolean {
  return (byte >= 0x7b && byte <= 0x7f) || byte === 0x70 || byte === 0x6f || byte === 0x40
}

function tableOf(...ranges: readonly (readonly [number, number, number])[]): Uint8Array {
  const table = new Uint8Array(256).fill(UNKNOWN)
  for (const [first, last, kind] of ranges) table.fill(kind, first, last + 1)
  return table
}
