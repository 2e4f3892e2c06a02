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
  VECTOR,
} from './instructions.ts'

/**
 * States; the first is that of a body which is whole. Behind it are the numbers, with 1 or 2 of them to come,
 * and the same in dead code: where it has begun, or is about to, with 1 to 128 numbers to come. Then the bytes
 * to be skipped, 1 to 16.
 */
export const OPCODE = 0
const NUMBERS = 0
const DEAD = 3
const BYTES = 131
const MEMORY_STATE = 148
const BLOCK_STATE = 149
const BLOCK_INDEX_STATE = 150
const LOOP_STATE = 151
const BRANCH_STATE = 152
const BULK_STATE = 153
const NULL_STATE = 154
const VECTOR_STATE = 155
const SECOND_VECTOR_STATE = 156
const UNKNOWN_STATE = 157

/**
 * The automaton of instructions, as `isPlainBody` reads them: by 256 times the state, and the byte, 256 times
 * the next state.
 */
export function buildTransitions(): Uint16Array {
  const table = new Uint16Array((UNKNOWN_STATE + 1) * 256)
  const fill = (state: number, next: (byte: number) => number) => {
    for (let byte = 0; byte < 256; byte++) table[state * 256 + byte] = next(byte) * 256
  }
  fill(OPCODE, afterOpcode)
  fill(DEAD, (byte) => (endsDeadCode(byte) ? OPCODE : UNKNOWN_STATE))
  const fillNumbers = (first: number, most: number) => {
    for (let left = 1; left <= most; left++) {
      fill(first + left, (byte) => (byte >= 0x80 ? first + left : first + left - 1))
    }
  }
  fillNumbers(NUMBERS, 2)
  fillNumbers(DEAD, 128)
  for (let left = 1; left <= 16; left++) fill(BYTES + left, () => (left === 1 ? OPCODE : BYTES + left - 1))
  fill(MEMORY_STATE, (byte) => (byte < 0x40 ? NUMBERS + 1 : UNKNOWN_STATE))
  fill(BLOCK_STATE, (byte) => {
    if (byte >= 0x80) return BLOCK_INDEX_STATE
    return isBlockType(byte) ? OPCODE : UNKNOWN_STATE
  })
  fill(BLOCK_INDEX_STATE, (byte) => {
    if (byte >= 0x80) return BLOCK_INDEX_STATE
    return isLastOfIndex(byte) ? OPCODE : UNKNOWN_STATE
  })
  fill(LOOP_STATE, (byte) => (isLoopType(byte) ? OPCODE : UNKNOWN_STATE))
  // The table ends in dead code.
  fill(BRANCH_STATE, (byte) => (byte < 0x80 ? DEAD + byte + 1 : UNKNOWN_STATE))
  fill(BULK_STATE, (byte) => {
    const numbers = BULK_NUMBERS[byte]
    return numbers === undefined ? UNKNOWN_STATE : NUMBERS + numbers
  })
  fill(NULL_STATE, (byte) => (byte === 0x70 || byte === 0x6f ? OPCODE : UNKNOWN_STATE))
  fill(VECTOR_STATE, afterVector)
  fill(SECOND_VECTOR_STATE, (byte) => (byte === 1 ? OPCODE : UNKNOWN_STATE))
  fill(UNKNOWN_STATE, () => UNKNOWN_STATE)
  return table
}

function afterOpcode(opcode: number): number {
  const kind = IMMEDIATES[opcode] as number
  if (kind <= 2) return (IS_LAST[opcode] === 1 ? DEAD : NUMBERS) + kind
  const states: Readonly<Record<number, number>> = {
    [MEMORY_ARGUMENT]: MEMORY_STATE,
    [BLOCK_TYPE]: BLOCK_STATE,
    [LOOP_TYPE]: LOOP_STATE,
    [BRANCH_TABLE]: BRANCH_STATE,
    [FOUR_BYTES]: BYTES + 4,
    [EIGHT_BYTES]: BYTES + 8,
    [BULK]: BULK_STATE,
    [NULL_TYPE]: NULL_STATE,
    [VECTOR]: VECTOR_STATE,
  }
  return states[kind] ?? UNKNOWN_STATE
}

function afterVector(low: number): number {
  if (low >= 0x80) return SECOND_VECTOR_STATE
  if (low === 0x0c || low === 0x0d) return BYTES + 16
  if (low >= 0x15 && low <= 0x22) return BYTES + 1
  if (low >= 0x54 && low <= 0x5b) return UNKNOWN_STATE // a lane behind the argument
  return low <= 0x0b || low === 0x5c || low === 0x5d ? MEMORY_STATE : OPCODE
}
