import { ByteReader } from './bytes.ts'
import type { Section } from './core-state.ts'
import { BULK_PREFIX, InstructionReader, VECTOR_PREFIX } from './instructions.ts'

export const CODE_SECTION = 10

/** `table.set`, `table.init`, `table.copy`, `table.grow`, `table.fill` */
const TABLE_WRITES = new Set([0x26, ...[12, 14, 15, 17].map((operation) => BULK_PREFIX + operation)])

/** Types of numbers, as binaries have them. */
export const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const
/** `memory.init`, `memory.copy`, `memory.fill`: they take a place, something else, and a number of bytes. */
export const BULK = 1

/** By instruction: the type of what it writes to a memory, or `BULK`. */
const MEMORY_WRITES = new Map<number, number>([
  ...[0x36, 0x3a, 0x3b].map((code) => [code, TYPE.i32] as const),
  ...[0x37, 0x3c, 0x3d, 0x3e].map((code) => [code, TYPE.i64] as const),
  [0x38, TYPE.f32],
  [0x39, TYPE.f64],
  ...[11, 88, 89, 90, 91].map((operation) => [VECTOR_PREFIX + operation, TYPE.v128] as const),
  ...[8, 10, 11].map((operation) => [BULK_PREFIX + operation, BULK] as const),
])

/** A function that writes to a memory. */
export interface WritingFunction {
  /** Its place among those that the module defines. */
  readonly index: number
  /** Where its size stands, and where it ends. */
  readonly start: number
  readonly end: number
  /** How many groups of locals it declares, how many locals, and where the groups stand. */
  readonly localGroups: number
  readonly locals: number
  readonly localsStart: number
  readonly localsEnd: number
  /** Where its writes are in the list of all. */
  readonly firstWrite: number
  readonly lastWrite: number
}

/** What the code of a core module writes. */
export interface CodeScan {
  /** May it change a table? Element segments, which are written when an instance starts up, do not count. */
  readonly writesTables: boolean
  /** Absent where an instruction is not known. */
  readonly functions: readonly WritingFunction[] | undefined
  /** Of each write where it stands, its type or `BULK`, and what is added to its address: tripled, there are many. */
  readonly writes: readonly number[]
  /** Number of functions, with those that write nothing. */
  readonly count: number
}

/**
 * Looks at every instruction of a core module. Where one is not known, it may write anything.
 *
 * @param module A valid core module.
 * @param section Its code, if it has any.
 */
export function scanCode(module: Uint8Array, section: Section | undefined): CodeScan {
  const functions: WritingFunction[] = []
  const writes: number[] = []
  if (section === undefined) return { writesTables: false, functions, writes, count: 0 }
  const reader = new ByteReader(module, section.body, section.end)
  const instructions = new InstructionReader(module)
  let writesTables = false
  const count = reader.u32()
  for (let index = 0; index < count; index++) {
    const start = reader.offset
    const size = reader.u32()
    const firstWrite = writes.length
    instructions.enter(reader.offset, reader.offset + size)
    reader.skip(size)
    while (instructions.next()) {
      const { code } = instructions
      // By far the most are neither.
      if (code < 0x26 || (code > 0x3e && code < BULK_PREFIX)) continue
      if (TABLE_WRITES.has(code)) writesTables = true
      const written = MEMORY_WRITES.get(code)
      if (written !== undefined) writes.push(instructions.start, written, instructions.memoryOffset)
    }
    if (instructions.isLost) return { writesTables: true, functions: undefined, writes, count }
    if (writes.length === firstWrite) continue
    const { localGroups, declaredLocals: locals, localsStart, localsEnd } = instructions
    const groups = { localGroups, locals, localsStart, localsEnd }
    functions.push({ index, start, end: reader.offset, ...groups, firstWrite, lastWrite: writes.length })
  }
  return { writesTables, functions, writes, count }
}
