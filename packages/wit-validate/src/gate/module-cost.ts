import { readMemory, readTable } from '../binary/declarations.ts'
import { BinaryReader } from '../binary/reader.ts'
import { MODULE_SECTION } from '../binary/section-ids.ts'
import { Cost, weighBytes } from './cost.ts'

/**
 * What one instance of a core module takes: its memories and tables, and what tools write to instantiate it.
 *
 * @param reader At the header of the module.
 * @throws RangeError where it is not framed as expected.
 */
export function readModuleCost(reader: BinaryReader): Cost {
  const cost = new Cost()
  cost.bindings = 1
  reader.skip(8)
  while (!reader.done) {
    const id = reader.byte()
    const section = new BinaryReader(reader.take(reader.number()))
    if (id === MODULE_SECTION.import) cost.bindings += weighBytes(section.left)
    else addDeclared(id, section, cost)
  }
  return cost
}

function addDeclared(id: number, section: BinaryReader, cost: Cost): void {
  if (id === MODULE_SECTION.start) cost.startFunctions += 1
  if (id === MODULE_SECTION.memory) {
    section.each(() => {
      const { minimum, pageBits, isShared } = readMemory(section)
      cost.memories += 1
      cost.memoryBytes += minimum * 2 ** pageBits
      if (isShared) cost.sharedMemories += 1
    })
  }
  if (id === MODULE_SECTION.table) {
    section.each(() => {
      cost.tables += 1
      cost.tableElements += readTable(section).minimum
    })
  }
}
