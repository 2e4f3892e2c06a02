import { readMemory, readTable } from '../binary/declarations.ts'
import { BinaryReader } from '../binary/reader.ts'
import { MODULE_SECTION } from '../binary/section-ids.ts'
import type { PlacedSection } from '../binary/walk.ts'
import type { ModuleContents } from '../component-report.ts'
import { type DataRegion, readDataSegments } from './data-segments.ts'

/** Engines allow no more of either in a module. */
const MAX_MEMORIES = 100
const MAX_TABLES = 100
const PAGE_BITS = 16

/** Gathers what is said of a core module, section by section. */
export class ModuleFacts {
  readonly #facts: { -readonly [Fact in keyof ModuleContents]: ModuleContents[Fact] }
  readonly #memories: ModuleContents['memories'][number][] = []
  readonly #tables: ModuleContents['tables'][number][] = []

  constructor(where: string, bytes: number) {
    this.#facts = {
      where,
      bytes,
      functions: 0,
      dataBytes: 0,
      memories: this.#memories,
      tables: this.#tables,
      hasStart: false,
    }
  }

  /** What was gathered; it grows with each section. */
  get contents(): ModuleContents {
    return this.#facts
  }

  /**
   * @param onData Is told of each data segment.
   * @throws RangeError where the section is not framed as expected.
   */
  add(bytes: Uint8Array, section: PlacedSection, onData: (region: DataRegion) => void): void {
    const reader = new BinaryReader(bytes, section.content, section.end)
    if (section.id === MODULE_SECTION.function) this.#facts.functions += reader.number()
    if (section.id === MODULE_SECTION.table) reader.each(() => this.#addTable(reader))
    if (section.id === MODULE_SECTION.memory) reader.each(() => this.#addMemory(reader))
    if (section.id === MODULE_SECTION.start) this.#facts.hasStart = true
    if (section.id === MODULE_SECTION.data) this.#facts.dataBytes += readDataSegments(bytes, section, onData)
  }

  #addMemory(reader: BinaryReader): void {
    if (this.#memories.length === MAX_MEMORIES) throw new RangeError('more memories than engines allow')
    const { minimum, maximum, pageBits } = readMemory(reader)
    const toPages = (pages: number) => Math.ceil(pages * 2 ** (pageBits - PAGE_BITS))
    this.#memories.push({
      minimumPages: toPages(minimum),
      maximumPages: maximum === null ? null : toPages(maximum),
    })
  }

  #addTable(reader: BinaryReader): void {
    if (this.#tables.length === MAX_TABLES) throw new RangeError('more tables than engines allow')
    this.#tables.push(readTable(reader))
  }
}
