/**
 * What follows each opcode of WebAssembly 2.0 and of tail calls, and which of it engines and wasmparser are
 * known to see alike.
 */

import { isNumberType, isSimpleType } from './simple-types.ts'

/** Kinds of immediates; the first ones are the numbers of LEB128 numbers. */
export const MEMORY_ARGUMENT = 3
export const BLOCK_TYPE = 4
export const BRANCH_TABLE = 5
export const FOUR_BYTES = 6
export const EIGHT_BYTES = 7
export const BULK = 8
export const VECTOR = 9
export const SELECT_TYPE = 10
export const NULL_TYPE = 11
export const LOOP_TYPE = 12
/** Exceptions, atomics, typed references, garbage collection, and what is to come. */
const UNKNOWN = 13

export const IMMEDIATES = tableOf(
  [0x00, 0x01, 0], // unreachable, nop
  [0x02, 0x02, BLOCK_TYPE],
  [0x03, 0x03, LOOP_TYPE],
  [0x04, 0x04, BLOCK_TYPE], // if
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
  [0x1c, 0x1c, SELECT_TYPE],
  [0x20, 0x26, 1], // locals, globals, table.get, table.set
  [0x28, 0x3e, MEMORY_ARGUMENT],
  [0x3f, 0x42, 1], // memory.size, memory.grow, i32.const, i64.const
  [0x43, 0x43, FOUR_BYTES],
  [0x44, 0x44, EIGHT_BYTES],
  [0x45, 0xc4, 0], // numeric
  [0xd0, 0xd0, NULL_TYPE],
  [0xd1, 0xd1, 0], // ref.is_null
  [0xd2, 0xd2, 1], // ref.func
  [0xfc, 0xfc, BULK],
  [0xfd, 0xfd, VECTOR],
)

/** After 0xfc, as far as `table.fill`: conversions, then bulk operations on memories and tables. */
export const BULK_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1]

/** Unreachable, br, br_table, return and the tail calls: no path leads behind them. */
const LAST: ReadonlySet<number> = new Set([0x00, 0x0c, 0x0e, 0x0f, 0x12, 0x13])

/** By opcode: 1 where nothing but {@link endsDeadCode} may follow in a plain body. */
export const IS_LAST = Uint8Array.from({ length: 256 }, (_, opcode) => (LAST.has(opcode) ? 1 : 0))

/** Else and end. */
export function endsDeadCode(opcode: number): boolean {
  return opcode === 0x05 || opcode === 0x0b
}

/** Is this all of the type of a block or an if: no values, a simple one, or a small index? */
export function isBlockType(byte: number): boolean {
  return byte <= 0x40 || (byte < 0x80 && isSimpleType(byte))
}

/** Is this the last byte of an index as a signed number? Of others V8 reads longer forms of the short ones. */
export function isLastOfIndex(byte: number): boolean {
  return byte < 0x40
}

/** Is this all of the type of a loop: no values, or a number? */
export function isLoopType(byte: number): boolean {
  return byte === 0x40 || isNumberType(byte)
}

function tableOf(...ranges: readonly (readonly [number, number, number])[]): Uint8Array {
  const table = new Uint8Array(256).fill(UNKNOWN)
  for (const [first, last, kind] of ranges) table.fill(kind, first, last + 1)
  return table
}
