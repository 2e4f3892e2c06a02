/**
 * Function bodies about which engines and wasmparser are known to agree. They do not about all. V8
 *
 * - lets the instructions of typed references and of garbage collection leave a value of any type in
 *   unreachable code (`unreachable br_on_null 0 i64.eqz`), where the specification has a reference,
 * - lets a value of any type stay one there (`unreachable select i32.const 0 br_if 0 f64.abs`), where the
 *   branch gives it the type of the label,
 * - lets what leaves a loop keep its own type (`loop (result funcref) ref.func 0 end`), where the loop gives it
 *   a wider one,
 * - reads the types of blocks in more bytes than they need (`c0 7f` for none),
 *
 * and wasmparser refuses all of it.
 */

import {
  BLOCK_TYPE,
  BRANCH_TABLE,
  BULK,
  BULK_NUMBERS,
  EIGHT_BYTES,
  endsDeadCode,
  FOUR_BYTES,
  IMMEDIATES,
  IS_LAST,
  isBlockType,
  isLastOfIndex,
  isLoopType,
  LOOP_TYPE,
  MEMORY_ARGUMENT,
  NULL_TYPE,
  SELECT_TYPE,
  VECTOR,
} from './instructions.ts'
import { isSimpleType } from './simple-types.ts'

/** What is certain to be within the limit of every engine, parameters not counted. */
const LOCALS_LIMIT = 40_000

/**
 * Does a body hold nothing but instructions of WebAssembly 2.0 and tail calls, with simple types,
 * and nothing behind what is never passed? Answered by the framing alone, not by their validity: of a body that an engine accepts the answer is right, of others
 * it does not matter.
 *
 * @param bytes A core module.
 * @param start Where the body begins, behind its size.
 * @param end Where it ends.
 */
export function isPlainBody(bytes: Uint8Array, start: number, end: number): boolean {
  let at = skipLocals(bytes, start | 0)
  let isDead = false
  // Every read is of `bytes` alone, and what lies behind its end ends each inner loop.
  while (at < end) {
    const opcode = bytes[at++] as number
    if (isDead && !endsDeadCode(opcode)) return false
    isDead = IS_LAST[opcode] === 1
    const kind = IMMEDIATES[opcode]
    if (kind === 0) continue
    if (kind === 1) {
      while ((bytes[at++] as number) >= 0x80);
    } else if (kind === MEMORY_ARGUMENT) {
      if ((bytes[at++] as number) >= 0x40) return false // of another memory than the first
      while ((bytes[at++] as number) >= 0x80);
    } else {
      at = skipRare(bytes, at, kind as number, end)
    }
  }
  return at === end
}

/** A place behind the end of all input, and an integer, so that the engine keeps to integers. */
const NOT_PLAIN = 0x7fff_ffff

/** Where the instructions begin; {@link NOT_PLAIN} where the locals are not of simple types, or very many. */
export function skipLocals(bytes: Uint8Array, start: number): number {
  let at = start
  const groups = bytes[at++] as number
  if (groups >= 0x80) return NOT_PLAIN
  let locals = 0
  for (let group = 0; group < groups; group++) {
    let count = bytes[at++] as number
    if (count >= 0x80) count += ((bytes[at++] as number) - 1) * 0x80
    locals += count
    // Three bytes and more for a count, which nothing but a large one needs, are above the limit too.
    if (!(locals <= LOCALS_LIMIT && (bytes[at - 1] as number) < 0x80 && isSimpleType(bytes[at++])))
      return NOT_PLAIN
  }
  return at
}

function skipRare(bytes: Uint8Array, at: number, kind: number, end: number): number {
  switch (kind) {
    case 2:
      return skipNumbers(bytes, at, 2)
    case BLOCK_TYPE: {
      if (isBlockType(bytes[at] as number)) return at + 1
      const behind = skipNumbers(bytes, at, 1)
      return behind > at + 1 && isLastOfIndex(bytes[behind - 1] as number) ? behind : NOT_PLAIN
    }
    case LOOP_TYPE:
      return isLoopType(bytes[at] as number) ? at + 1 : NOT_PLAIN
    case BRANCH_TABLE:
      return skipBranchTable(bytes, at, end)
    case FOUR_BYTES:
      return at + 4
    case EIGHT_BYTES:
      return at + 8
    case BULK: {
      const numbers = BULK_NUMBERS[bytes[at] as number]
      return numbers === undefined ? NOT_PLAIN : skipNumbers(bytes, at + 1, numbers)
    }
    case VECTOR:
      return skipVector(bytes, at)
    case SELECT_TYPE:
      return bytes[at] === 1 && isSimpleType(bytes[at + 1]) ? at + 2 : NOT_PLAIN
    case NULL_TYPE:
      return bytes[at] === 0x70 || bytes[at] === 0x6f ? at + 1 : NOT_PLAIN
    default:
      return NOT_PLAIN
  }
}

function skipNumbers(bytes: Uint8Array, start: number, count: number): number {
  let at = start
  for (let index = 0; index < count; index++) while ((bytes[at++] as number) >= 0x80);
  return at
}

function skipBranchTable(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  let count = 0
  for (let scale = 1; ; scale *= 0x80) {
    const byte = bytes[at++] as number
    count += (byte & 0x7f) * scale
    if (!(byte >= 0x80)) break
  }
  return count > end - at ? NOT_PLAIN : skipNumbers(bytes, at, (count | 0) + 1)
}

/** The vector instructions of WebAssembly 2.0; the relaxed ones come behind. */
function skipVector(bytes: Uint8Array, start: number): number {
  const low = bytes[start] as number
  if (low >= 0x80) return bytes[start + 1] === 1 ? start + 2 : NOT_PLAIN // 0x80 to 0xff: no immediates
  const at = start + 1
  if (low === 0x0c || low === 0x0d) return at + 16 // v128.const, i8x16.shuffle
  if (low >= 0x15 && low <= 0x22) return at + 1 // lanes
  if (low > 0x0b && (low < 0x54 || low > 0x5d)) return at
  if ((bytes[at] as number) >= 0x40) return NOT_PLAIN
  const behind = skipNumbers(bytes, at, 2)
  return low >= 0x54 && low <= 0x5b ? behind + 1 : behind // loads and stores of one lane
}
