import type { BinaryReader } from './reader.ts'

const FLAG = { hasMaximum: 1, shared: 2, pageSize: 8 } as const
const DEFAULT_PAGE_BITS = 16

/** Least and most of what a memory or table may have; not exact above 2⁵³. */
export interface DeclaredLimits {
  readonly minimum: number
  readonly maximum: number | null
}

/** A memory, in pages of 2 to the power of `pageBits` bytes. */
export interface DeclaredMemory extends DeclaredLimits {
  readonly pageBits: number
  readonly isShared: boolean
}

/**
 * Reads a memory of the memory section of a core module.
 *
 * @throws RangeError where it is not framed as expected.
 */
export function readMemory(reader: BinaryReader): DeclaredMemory {
  const { flags, minimum, maximum } = readLimits(reader)
  const pageBits = (flags & FLAG.pageSize) === 0 ? DEFAULT_PAGE_BITS : reader.number()
  return { minimum, maximum, pageBits, isShared: (flags & FLAG.shared) !== 0 }
}

/**
 * Reads a table of the table section of a core module.
 *
 * @throws RangeError where it is not framed as expected.
 */
export function readTable(reader: BinaryReader): DeclaredLimits {
  // A table whose elements are not null at the start is marked, and ends with the expression that makes them.
  const isInitialized = reader.peek() === 0x40
  if (isInitialized) reader.take(2)
  readReferenceType(reader)
  const { minimum, maximum } = readLimits(reader)
  if (isInitialized) skipConstant(reader)
  return { minimum, maximum }
}

function readLimits(reader: BinaryReader): DeclaredLimits & { readonly flags: number } {
  const flags = reader.byte()
  const minimum = reader.long()
  const maximum = (flags & FLAG.hasMaximum) === 0 ? null : reader.long()
  return { flags, minimum, maximum }
}

function readReferenceType(reader: BinaryReader): void {
  const form = reader.byte()
  if (form !== 0x63 && form !== 0x64) return
  if (reader.peek() === 0x65) reader.byte()
  reader.long()
}

/**
 * Passes over a constant expression: constants, references and what is made of them. Other instructions may not
 * stand there, or nobody writes them.
 *
 * @throws RangeError at any other instruction.
 */
export function skipConstant(reader: BinaryReader): void {
  for (;;) {
    const instruction = reader.byte()
    if (instruction === 0x0b) return
    if (instruction === 0x43) reader.take(4)
    else if (instruction === 0x44) reader.take(8)
    else if ([0x23, 0x41, 0x42, 0xd0, 0xd2].includes(instruction)) reader.long()
    else if (![0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].includes(instruction)) {
      throw new RangeError(`an unknown instruction in a constant expression, ${instruction}`)
    }
  }
}
