import { readMemory, readTable } from '../binary/declarations.ts'
import type { BinaryReader } from '../binary/reader.ts'
import { MODULE_SECTION } from '../binary/section-ids.ts'
import type { Tally } from './tally.ts'

/**
 * Counts what a section of a core module declares: the numbers that stand in it, whatever they are.
 *
 * @throws RangeError where it is not framed as expected.
 */
export function countDeclared(id: number, reader: BinaryReader, tally: Tally): void {
  if (id === MODULE_SECTION.function) tally.add('maxFunctions', reader.number())
  if (id === MODULE_SECTION.start) tally.add('maxStartFunctions')
  if (id === MODULE_SECTION.memory) reader.each(() => countMemory(reader, tally))
  if (id === MODULE_SECTION.table) reader.each(() => countTable(reader, tally))
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
