import type { BinaryReader } from '../binary/reader.ts'

/** Where functions cross the boundary between a component and its core modules. */
export interface CanonicalReaders {
  /** A function of a type is made of one of a core module. */
  readonly lift: (type: number) => void
  /** A function is made into one for core modules. */
  readonly lower: (func: number) => void
  /** Core modules can do something with a resource, task, stream or thread; `size` is that of the type in it. */
  readonly builtin: (size: number) => void
  /** Reads a type that stands in place, and says how large it is. */
  readonly valueType: () => number
  /** How large the type of that number is. */
  readonly sizeOf: (type: number) => number
}

const LIFT = 0
const LOWER = 1
const TASK_RETURN = 9

/** What follows the first byte: `t` a type, `n` a number, `b` a byte, `o` options. */
const operands: Readonly<Record<number, string>> = {
  2: 't', // resource.new
  3: 't', // resource.drop
  4: 't', // resource.rep
  5: '', // task.cancel
  6: 'b', // subtask.cancel
  10: 'bn', // context.get
  11: 'bn', // context.set
  12: 'b', // thread.yield
  13: '', // subtask.drop
  14: 't', // stream.new
  15: 'to', // stream.read
  16: 'to', // stream.write
  17: 'tb', // stream.cancel-read
  18: 'tb', // stream.cancel-write
  19: 't', // stream.drop-readable
  20: 't', // stream.drop-writable
  21: 't', // future.new
  22: 'to', // future.read
  23: 'to', // future.write
  24: 'tb', // future.cancel-read
  25: 'tb', // future.cancel-write
  26: 't', // future.drop-readable
  27: 't', // future.drop-writable
  28: 'o', // error-context.new
  29: 'o', // error-context.debug-message
  30: '', // error-context.drop
  31: '', // waitable-set.new
  32: 'bn', // waitable-set.wait
  33: 'bn', // waitable-set.poll
  34: '', // waitable-set.drop
  35: '', // waitable.join
  36: '', // backpressure.inc
  37: '', // backpressure.dec
  38: '', // thread.index
  39: 'nn', // thread.new-indirect
  40: '', // thread.resume-later
  41: 'b', // thread.suspend
  42: 'b', // thread.suspend-then-resume
  43: 'b', // thread.yield-then-resume
  44: 'b', // thread.suspend-then-promote
  45: 'b', // thread.yield-then-promote
  64: 'n', // thread.spawn-ref
  65: 'nn', // thread.spawn-indirect
  66: '', // thread.available-parallelism
}

/** Of the options of a function, those that a number follows: memory, functions, a core type. */
const NUMBERED_OPTIONS: readonly number[] = [3, 4, 5, 7, 8]
const MOST_OPTIONS = 9

/**
 * Reads one canonical function.
 *
 * @throws RangeError where it is none of those that are known.
 */
export function readCanonical(reader: BinaryReader, readers: CanonicalReaders): void {
  const kind = reader.byte()
  if (kind === LIFT || kind === LOWER) {
    reader.byte()
    const index = reader.number()
    readOptions(reader)
    if (kind === LIFT) readers.lift(reader.number())
    else readers.lower(index)
    return
  }
  if (kind === TASK_RETURN) {
    // One result or none, which is written as a list of none.
    const hasResult = reader.byte() === 0
    const size = hasResult ? readers.valueType() : reader.number()
    readOptions(reader)
    readers.builtin(size)
    return
  }
  let size = 0
  const expected = operands[kind]
  if (expected === undefined) throw new RangeError(`an unknown kind of canonical function, ${kind}`)
  for (const operand of expected) {
    if (operand === 't') size = readers.sizeOf(reader.number())
    if (operand === 'n') reader.number()
    if (operand === 'b') reader.byte()
    if (operand === 'o') readOptions(reader)
  }
  readers.builtin(size)
}

function readOptions(reader: BinaryReader): void {
  reader.each(() => {
    const option = reader.byte()
    if (option > MOST_OPTIONS) throw new RangeError(`an unknown option of a function, ${option}`)
    if (NUMBERED_OPTIONS.includes(option)) reader.number()
  })
}
