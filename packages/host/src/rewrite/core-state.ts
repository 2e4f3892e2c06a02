import { ByteReader } from './bytes.ts'

/** One section of a core module. */
export interface Section {
  readonly id: number
  /** Of its id. */
  readonly start: number
  /** Of its content. */
  readonly body: number
  readonly end: number
}

/** What of a core module changes while it runs. */
export interface CoreState {
  readonly sections: readonly Section[]
  /** Names of its exports. */
  readonly exports: readonly string[]
  /** Indexes of the globals, memories and tables that it defines and that can change. */
  readonly globals: readonly number[]
  readonly memories: readonly number[]
  readonly tables: readonly number[]
  /** How many memories it imports, and whether all of those are plain: not shared, addressed by 32 bits. */
  readonly importedMemories: number
  readonly hasPlainMemories: boolean
  /** The modules that it imports from. */
  readonly importedFrom: ReadonlySet<string>
  /** Number of parameters, by type; and by type index, of each function that it defines. */
  readonly parameters: readonly number[]
  readonly functions: readonly number[]
  /** Index of its start function. */
  readonly start: number | undefined
  /** Was it read to its end? */
  readonly isComplete: boolean
  /** Why what it changes cannot be put back; empty where it can. */
  readonly obstacles: readonly string[]
}

const ID = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  data: 11,
} as const
const LAST_KNOWN_SECTION = 13
const FUNCREF = 0x70
const FUNCTION_TYPE = 0x60
/** Value types of globals that JavaScript reads and writes without loss: i32, i64, f32, f64, funcref. */
const PLAIN_VALUES = new Set([0x7f, 0x7e, 0x7d, 0x7c, FUNCREF])
/** Value types without an operand that are none of these: v128, externref, anyref and its kin. */
const OTHER_VALUES = new Set([0x7b, 0x6f, 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x69, 0x71, 0x72, 0x73, 0x74])

/** Thrown where the walk cannot go on: what it does not know might be state. */
class Unknown extends Error {}

/**
 * Finds what a core module changes while it runs, without a look at its code, and whether all of that can
 * be put back from outside. What is not known is an obstacle.
 *
 * @param module A valid core module.
 */
export function readCoreState(module: Uint8Array): CoreState {
  const walk = new Walk(module)
  try {
    walk.run()
  } catch (error) {
    walk.obstacles.push(error instanceof Error ? error.message : String(error))
  }
  return walk
}

class Walk implements CoreState {
  readonly sections: Section[] = []
  readonly exports: string[] = []
  readonly globals: number[] = []
  readonly memories: number[] = []
  readonly tables: number[] = []
  readonly importedFrom = new Set<string>()
  readonly parameters: number[] = []
  readonly functions: number[] = []
  readonly obstacles: string[] = []
  importedMemories = 0
  hasPlainMemories = true
  start: number | undefined
  isComplete = false
  readonly #module: Uint8Array
  #globals = 0
  #definedMemories = 0
  #tables = 0

  constructor(module: Uint8Array) {
    this.#module = module
  }

  run(): void {
    const reader = new ByteReader(this.#module)
    reader.skip(8)
    while (!reader.done) {
      const start = reader.offset
      const id = reader.byte()
      const size = reader.u32()
      const body = reader.offset
      reader.skip(size)
      this.sections.push({ id, start, body, end: reader.offset })
      if (id > LAST_KNOWN_SECTION) throw new Unknown(`a section of kind ${id}`)
      this.#section(id, new ByteReader(this.#module, body, reader.offset))
    }
    this.isComplete = true
  }

  #section(id: number, reader: ByteReader): void {
    if (id === ID.type) this.#types(reader)
    else if (id === ID.import) each(reader, () => this.#import(reader))
    else if (id === ID.function) each(reader, () => this.functions.push(reader.u32()))
    else if (id === ID.table) each(reader, () => this.#table(reader))
    else if (id === ID.memory) each(reader, () => this.#memory(reader))
    else if (id === ID.global) each(reader, () => this.#global(reader))
    else if (id === ID.export) each(reader, () => this.#export(reader))
    else if (id === ID.start) this.start = reader.u32()
    else if (id === ID.element) each(reader, () => this.#element(reader))
    else if (id === ID.data) each(reader, () => this.#data(reader))
  }

  #types(reader: ByteReader): void {
    each(reader, () => {
      const form = reader.byte()
      if (form !== FUNCTION_TYPE) throw new Unknown(`a type of the form ${form}`)
      let parameters = 0
      each(reader, () => {
        parameters++
        skipValueType(reader)
      })
      this.parameters.push(parameters)
      each(reader, () => skipValueType(reader))
    })
  }

  #import(reader: ByteReader): void {
    this.importedFrom.add(reader.name())
    reader.name()
    const kind = reader.byte()
    if (kind === 0) reader.skipLeb()
    else if (kind === 1) {
      skipValueType(reader)
      skipLimits(reader)
      this.#tables++
    } else if (kind === 2) {
      if (skipLimits(reader)) this.hasPlainMemories = false
      this.importedMemories++
    } else if (kind === 3) {
      skipValueType(reader)
      reader.byte()
      this.#globals++
    } else if (kind === 4) {
      reader.byte()
      reader.skipLeb()
    } else throw new Unknown(`an import of kind ${kind}`)
  }

  #table(reader: ByteReader): void {
    const index = this.#tables++
    const hasValue = reader.bytes[reader.offset] === 0x40
    if (hasValue) reader.skip(2)
    const type = skipValueType(reader)
    skipLimits(reader)
    if (hasValue) skipConstant(reader)
    if (type === FUNCREF) this.tables.push(index)
    else this.obstacles.push('a table of other things than functions')
  }

  #memory(reader: ByteReader): void {
    const index = this.importedMemories + this.#definedMemories++
    if (skipLimits(reader)) this.obstacles.push('a memory that is shared or addressed by 64 bits')
    else this.memories.push(index)
  }

  #global(reader: ByteReader): void {
    const index = this.#globals++
    const type = skipValueType(reader)
    const isMutable = reader.byte() !== 0
    skipConstant(reader)
    if (!isMutable) return
    if (PLAIN_VALUES.has(type)) this.globals.push(index)
    else this.obstacles.push('a mutable global whose value JavaScript does not see')
  }

  #export(reader: ByteReader): void {
    this.exports.push(reader.name())
    reader.byte()
    reader.skipLeb()
  }

  #element(reader: ByteReader): void {
    const flags = reader.u32()
    if (flags > 7) throw new Unknown(`an element segment of kind ${flags}`)
    const isActive = (flags & 1) === 0
    const hasIndex = (flags & 2) !== 0
    const hasExpressions = (flags & 4) !== 0
    if (!isActive && !hasIndex) this.obstacles.push('a passive element segment')
    if (isActive && hasIndex) reader.skipLeb()
    if (isActive) skipConstant(reader)
    if (!isActive || hasIndex) {
      if (hasExpressions) skipValueType(reader)
      else reader.byte()
    }
    each(reader, () => (hasExpressions ? skipConstant(reader) : reader.skipLeb()))
  }

  #data(reader: ByteReader): void {
    const flags = reader.u32()
    if (flags > 2) throw new Unknown(`a data segment of kind ${flags}`)
    if (flags === 1) this.obstacles.push('a passive data segment')
    if (flags === 2) reader.skipLeb()
    if (flags !== 1) skipConstant(reader)
    reader.skip(reader.u32())
  }
}

function each(reader: ByteReader, read: () => void): void {
  for (let left = reader.u32(); left > 0; left--) read()
}

/** @returns Its first byte. */
function skipValueType(reader: ByteReader): number {
  const type = reader.byte()
  if (type === 0x63 || type === 0x64) reader.skipLeb()
  else if (!PLAIN_VALUES.has(type) && !OTHER_VALUES.has(type)) throw new Unknown(`a value of type ${type}`)
  return type
}

/** @returns Is it other than a plain memory or table: shared, 64 bits, pages of another size? */
function skipLimits(reader: ByteReader): boolean {
  const flags = reader.byte()
  if (flags > 15) throw new Unknown(`limits of kind ${flags}`)
  reader.skipLeb()
  if ((flags & 1) !== 0) reader.skipLeb()
  if ((flags & 8) !== 0) reader.skipLeb()
  return flags > 1
}

/** A constant expression with its end. */
function skipConstant(reader: ByteReader): void {
  for (;;) {
    const code = reader.byte()
    if (code === 0x0b) return
    if (code === 0x41 || code === 0x42 || code === 0x23 || code === 0xd0 || code === 0xd2) reader.skipLeb()
    else if (code === 0x43) reader.skip(4)
    else if (code === 0x44) reader.skip(8)
    else if (code === 0xfd && reader.u32() === 12) reader.skip(16)
    // Extended constant expressions: add, subtract and multiply, 32 and 64 bits.
    else if ((code < 0x6a || code > 0x6c) && (code < 0x7c || code > 0x7e))
      throw new Unknown(`a constant of instruction ${code}`)
  }
}
