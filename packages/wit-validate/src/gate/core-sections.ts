import { readMemory, readTable } from '../binary/declarations.ts'
import type { BinaryReader } from '../binary/reader.ts'
import type { Tally } from './tally.ts'

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
  const { minimum, pageBits, isShared } = readMemory(reader)
  tally.add('maxMemories')
  tally.add('maxMemoryBytes', minimum * 2 ** pageBits)
  if (isShared) tally.add('maxSharedMemories')
}

function countTable(reader: BinaryReader, tally: Tally): void {
  tally.add('maxTables')
  tally.add('maxTableElements', readTable(reader).minimum)
}
