import { ByteReader, ByteWriter, encodeName, encodeU32 } from './bytes.ts'
import { BULK, CODE_SECTION, type CodeScan, TYPE, type WritingFunction } from './code-scan.ts'
import type { CoreState, Section } from './core-state.ts'
import { MARKED_BITS, MARKS, STATE_PREFIX } from './state-names.ts'

const IMPORT_SECTION = 2
const MEMORY_SECTION = 5
/** Index of the memory with the marks: a module has one of its own before it. */
const MARKS_INDEX = 1
/** One page or more. */
const LIMITS = [0, 1]
const MEMORY_IMPORT = 2
/** What engines take of one function. */
const MAX_FUNCTION_BYTES = 7_000_000
const MAX_LOCALS = 40_000
/** By how much code may grow beyond twice its size; code that is nothing but writes grows more. */
const MAX_MORE_BYTES = 16 * 1024 * 1024
/** The most that is added for a write, and for the locals of a function. */
const ROOM_FOR_WRITE = 80
const ROOM_FOR_LOCALS = 64

const OP = {
  ...{ if: 0x04, end: 0x0b, get: 0x20, set: 0x21, tee: 0x22, i32Const: 0x41 },
  ...{ i32Add: 0x6a, i32Sub: 0x6b, i32ShrU: 0x76, i32Store8: 0x3a, bulk: 0xfc },
} as const
const EMPTY_BLOCK = 0x40
const MEMORY_FILL = 11
/** An alignment of one byte, with the index of a memory after it. */
const WITH_INDEX = 0x40
/** From an address to the place of its mark. */
const TO_MARK = [OP.i32Const, MARKED_BITS, OP.i32ShrU]
const ONE = [OP.i32Const, 1]

/** A module that marks what it writes. */
export interface MarkingModule {
  readonly bytes: Uint8Array
  /** Does it define a memory, and the marks of it at index 1? Else it imports both, if it writes at all. */
  readonly definesMarks: boolean
}

/**
 * Makes a core module mark each 4 KiB of its memory that it may have written, so that only those have to be
 * put back. The marks, a byte each, lie in a second memory that no code of the module can name. A write that
 * begins in one part and ends in the next marks the first.
 *
 * @param module A valid core module that runs on an engine with several memories.
 * @param state What of it changes.
 * @param scan What its code writes.
 * @returns Nothing where something is not known: two memories, atomics, exceptions.
 */
export function markStores(module: Uint8Array, state: CoreState, scan: CodeScan): MarkingModule | undefined {
  const defined = state.memories.length
  const memories = state.importedMemories + defined
  if (memories === 0) return { bytes: module, definesMarks: false }
  if (memories > 1 || !state.hasPlainMemories || scan.functions === undefined) return undefined
  if ([...state.importedFrom].some((name) => name.startsWith(STATE_PREFIX))) return undefined
  const find = (id: number): Section | undefined => state.sections.find((section) => section.id === id)
  const replaced = new Map<number, Uint8Array>()
  const code = find(CODE_SECTION)
  if (code !== undefined && scan.functions.length > 0) {
    const marked = markCode(module, code, scan.count, scan.functions, scan.writes, state)
    if (marked === undefined) return undefined
    replaced.set(CODE_SECTION, marked)
  }
  if (defined === 1) replaced.set(MEMORY_SECTION, withEntry(module, find(MEMORY_SECTION), LIMITS))
  else if (replaced.size > 0) {
    const name = encodeName(MARKS)
    const entry = [...name, ...name, MEMORY_IMPORT, ...LIMITS]
    replaced.set(IMPORT_SECTION, withEntry(module, find(IMPORT_SECTION), entry))
  }
  return { bytes: replaceSections(module, state.sections, replaced), definesMarks: defined === 1 }
}

/** The content of a section that is a list, with one more. */
function withEntry(module: Uint8Array, section: Section | undefined, entry: readonly number[]): Uint8Array {
  if (section === undefined) throw new Error('a section is missing')
  const reader = new ByteReader(module, section.body, section.end)
  const count = reader.u32()
  return Buffer.concat([
    encodeU32(count + 1),
    module.subarray(reader.offset, section.end),
    Uint8Array.from(entry),
  ])
}

function replaceSections(
  module: Uint8Array,
  sections: readonly Section[],
  contents: ReadonlyMap<number, Uint8Array>,
): Uint8Array {
  const parts = [module.subarray(0, 8)]
  for (const { id, start, end } of sections) {
    const content = contents.get(id)
    if (content === undefined) parts.push(module.subarray(start, end))
    else parts.push(Uint8Array.of(id), encodeU32(content.length), content)
  }
  return Buffer.concat(parts)
}

function markCode(
  module: Uint8Array,
  section: Section,
  count: number,
  functions: readonly WritingFunction[],
  writes: readonly number[],
  state: CoreState,
): Uint8Array | undefined {
  const bytes = section.end - section.body
  const mostBytes = bytes * 2 + MAX_MORE_BYTES
  const writer = new ByteWriter(bytes * 1.5)
  writer.makeRoom(ROOM_FOR_LOCALS)
  writer.u32(count)
  const reader = new ByteReader(module, section.body, section.end)
  reader.u32()
  let from = reader.offset
  for (const fn of functions) {
    const parameters = state.parameters[state.functions[fn.index] as number]
    if (parameters === undefined || parameters + fn.locals > MAX_LOCALS) return undefined
    writer.makeRoom(fn.end - from + (fn.lastWrite - fn.firstWrite) * ROOM_FOR_WRITE + ROOM_FOR_LOCALS)
    writer.copy(module, from, fn.start)
    const size = writer.reserve()
    markFunction(module, fn, writes, parameters + fn.locals, writer)
    writer.fillIn(size)
    if (writer.length - size > MAX_FUNCTION_BYTES || writer.length > mostBytes) return undefined
    from = fn.end
  }
  writer.makeRoom(section.end - from)
  writer.copy(module, from, section.end)
  return writer.bytes
}

/** @param first Index of the first local that it does not have yet. */
function markFunction(
  module: Uint8Array,
  fn: WritingFunction,
  writes: readonly number[],
  first: number,
  writer: ByteWriter,
): void {
  // The address; a number, or what else a bulk operation takes. No more than that: each makes the stack shorter.
  let i32s = 1
  const others: number[] = []
  for (let at = fn.firstWrite; at < fn.lastWrite; at += 3) {
    const type = writes[at + 1] as number
    if (type === TYPE.i32) i32s = Math.max(i32s, 2)
    else if (type === BULK) i32s = 3
    else if (!others.includes(type)) others.push(type)
  }
  writer.u32(fn.localGroups + 1 + others.length)
  writer.copy(module, fn.localsStart, fn.localsEnd)
  writer.write([i32s, TYPE.i32, ...others.flatMap((type) => [1, type])])
  const marking = new Map<number, Marking>([[TYPE.i32, markingOf(first, first + 1)]])
  for (const [index, type] of others.entries()) marking.set(type, markingOf(first, first + i32s + index))
  let from = fn.localsEnd
  for (let at = fn.firstWrite; at < fn.lastWrite; at += 3) {
    const start = writes[at] as number
    writer.copy(module, from, start)
    from = start
    const known = marking.get(writes[at + 1] as number)
    if (known === undefined) writer.write(markRange(first))
    else {
      writer.write(known.before)
      const offset = writes[at + 2] as number
      if (offset !== 0) {
        writer.write([OP.i32Const])
        writer.i32(offset)
        writer.write([OP.i32Add])
      }
      writer.write(known.after)
    }
  }
  writer.copy(module, from, fn.end)
}

/** What stands before a store, on both sides of the offset that is added to the address. */
interface Marking {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** For a store whose address and value are on the stack, with locals to put them by. */
function markingOf(address: number, value: number): Marking {
  const [a, v] = [encodeU32(address), encodeU32(value)]
  return {
    before: [OP.set, ...v, OP.tee, ...a],
    after: [...TO_MARK, ...ONE, OP.i32Store8, WITH_INDEX, MARKS_INDEX, 0, OP.get, ...a, OP.get, ...v],
  }
}

/** Before an instruction that takes an address, something else, and a number of bytes. */
function markRange(first: number): number[] {
  const [address, other, count] = [first, first + 1, first + 2].map((index) => [...encodeU32(index)])
  const [a, o, n] = [address ?? [], other ?? [], count ?? []]
  return [
    ...[OP.set, ...n, OP.set, ...o, OP.tee, ...a, OP.get, ...o, OP.get, ...n],
    // From the mark of the first byte to that of the last, if there is one.
    ...[OP.get, ...n, OP.if, EMPTY_BLOCK, OP.get, ...a, ...TO_MARK, ...ONE],
    ...[OP.get, ...a, OP.get, ...n, OP.i32Add, ...ONE, OP.i32Sub, ...TO_MARK],
    ...[OP.get, ...a, ...TO_MARK, OP.i32Sub, ...ONE, OP.i32Add],
    ...[OP.bulk, MEMORY_FILL, MARKS_INDEX, OP.end],
  ]
}
