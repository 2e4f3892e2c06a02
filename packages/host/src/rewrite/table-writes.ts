import { ByteReader } from './bytes.ts'
import type { Section } from './core-state.ts'

const CODE_SECTION = 10

/** What follows an opcode; the first ones are numbers of LEB128 numbers. */
const MEMORY_ARGUMENT = 3
const BLOCK_TYPE = 4
const BRANCH_TABLE = 5
const FOUR_BYTES = 6
const EIGHT_BYTES = 7
const BULK = 8
const VECTOR = 9
const SELECT_TYPES = 10
/** `table.set`, and all that is not known here: exceptions, atomics, typed references, garbage collection. */
const SUSPECT = 11

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
  [0x20, 0x25, 1], // locals, globals, table.get
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

/**
 * LEB128 numbers after 0xfc: conversions, then bulk operations. `table.init`, `table.copy`, `table.grow` and
 * `table.fill` are missing.
 */
const BULK_NUMBERS = new Map(
  [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1].map((numbers, operation) => [operation, numbers]),
)
  .set(13, 1) // elem.drop
  .set(16, 1) // table.size

/**
 * May the code of a core module change a table? Every instruction is looked at; where there is one that is not
 * known here, the answer is yes. Element segments, which are written when an instance starts up, do not count.
 *
 * @param module A valid core module.
 * @param sections Its sections.
 */
export function mayWriteTables(module: Uint8Array, sections: readonly Section[]): boolean {
  return sections.some(({ id, body, end }) => {
    if (id !== CODE_SECTION) return false
    const reader = new ByteReader(module, body, end)
    for (let left = reader.u32(); left > 0; left--) {
      const size = reader.u32()
      const start = reader.offset
      reader.skip(size)
      if (!isHarmless(module, start, reader.offset)) return true
    }
    return false
  })
}

/** One function with its locals. All bytes are read here: there are tens of millions. */
function isHarmless(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  const skip = (numbers: number): void => {
    for (let left = numbers; left > 0; left--) while ((bytes[at++] as number) >= 0x80);
  }
  const u32 = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] as number
      value += (byte & 0x7f) * factor
      if (byte < 0x80 || factor > 2 ** 28) return value
    }
  }
  for (let left = u32(); left > 0; left--) {
    skip(1)
    if (!isPlainType(bytes[at++] as number)) return false
  }
  while (at < end) {
    const kind = IMMEDIATES[bytes[at++] as number] as number
    if (kind <= 2) skip(kind)
    else if (kind === MEMORY_ARGUMENT) {
      // Alignments above 63 announce the index of a memory.
      if ((bytes[at++] as number) >= 0x40) return false
      skip(1)
    } else if (kind === BLOCK_TYPE) {
      if (!isPlainType(bytes[at++] as number)) {
        at--
        const first = at
        skip(1)
        // A type by its index: a positive number.
        if ((bytes[at - 1] as number) >= 0x40 || at - first > 5) return false
      }
    } else if (kind === BRANCH_TABLE) skip(u32() + 1)
    else if (kind === FOUR_BYTES) at += 4
    else if (kind === EIGHT_BYTES) at += 8
    else if (kind === BULK) {
      const numbers = BULK_NUMBERS.get(u32())
      if (numbers === undefined) return false
      skip(numbers)
    } else if (kind === VECTOR) {
      const length = vectorBytes(u32())
      if (length === undefined) return false
      if (length >= MEMORY_BYTES) {
        if ((bytes[at++] as number) >= 0x40) return false
        skip(1)
        at += length - MEMORY_BYTES
      } else at += length
    } else if (kind === SELECT_TYPES) {
      if (u32() !== 1 || !isPlainType(bytes[at++] as number)) return false
    } else return false
  }
  return at === end
}

/** Numbers, v128, funcref, externref, and the type of a block without values. */
function isPlainType(byte: number): boolean {
  return (byte >= 0x7b && byte <= 0x7f) || byte === 0x70 || byte === 0x6f || byte === 0x40
}

/** Stands for an argument of a memory. */
const MEMORY_BYTES = 100

/** Bytes after an instruction of 128 bits; `undefined` for one that is not known. */
function vectorBytes(operation: number): number | undefined {
  if (operation <= 11 || operation === 92 || operation === 93) return MEMORY_BYTES
  if (operation <= 13) return 16
  if (operation <= 20) return 0
  if (operation <= 34) return 1
  if (operation <= 83) return 0
  if (operation <= 91) return MEMORY_BYTES + 1
  return operation <= 0xff ? 0 : undefined
}

function tableOf(...ranges: readonly (readonly [number, number, number])[]): Uint8Array {
  const table = new Uint8Array(256).fill(SUSPECT)
  for (const [first, last, kind] of ranges) table.fill(kind, first, last + 1)
  return table
}
