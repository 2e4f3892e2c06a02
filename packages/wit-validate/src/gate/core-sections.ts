import type { BinaryReader } from '../binary/reader.ts'
import type { Tally } from './tally.ts'

const DEFAULT_PAGE_BITS = 16
const FLAG = { hasMaximum: 1, shared: 2, pageSize: 8 } as const

/** Sections of core modules whose items cost something when the module is instantiated. */
const SECTION = { function: 3, table: 4, memory: 5, start: 8 } as const

/**
 * Counts what a section of a core module declares: the numbers that stand in it, whatever they are.
 *
 * @throws RangeError where it is not framed as expected.
 */
export function countDeclared(id: number, reader: BinaryReader, tally: Tally): void {
  if (id === SECTION.function) tally.add('maxFunctions', reader.number())
  if (id === SECTION.start) tally.add('maxStartFunctions')
  if (id === SECTION.memory) reader.each(() => countMemory(reader, tally))
  if (id === SECTION.table) reader.each(() => countTable(reader, tally))
}

function countMemory(reader: BinaryReader, tally: Tally): void {
  const { flags, minimum } = readLimits(reader)
  const pageBits = (flags & FLAG.pageSize) === 0 ? DEFAULT_PAGE_BITS : reader.number()
  tally.add('maxMemories')
  tally.add('maxMemoryBytes', minimum * 2 ** pageBits)
  if ((flags & FLAG.shared) !== 0) tally.add('maxSharedMemories')
}

function countTable(reader: BinaryReader, tally: Tally): void {
  // A table whose elements are not null at the start is marked, and ends with the expression that makes them.
  const isInitialized = reader.peek() === 0x40
  if (isInitialized) reader.take(2)
  readReferenceType(reader)
  tally.add('maxTables')
  tally.add('maxTableElements', readLimits(reader).minimum)
  if (isInitialized) skipExpression(reader)
}

function readLimits(reader: BinaryReader): { flags: number; minimum: number } {
  const flags = reader.byte()
  const minimum = reader.long()
  if ((flags & FLAG.hasMaximum) !== 0) reader.long()
  return { flags, minimum }
}

function readReferenceType(reader: BinaryReader): void {
  const form = reader.byte()
  if (form !== 0x63 && form !== 0x64) return
  if (reader.peek() === 0x65) reader.byte()
  reader.long()
}

/** Constants, references and what is made of them; other instructions may not stand there, or nobody writes them. */
function skipExpression(reader: BinaryReader): void {
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
