import type { BinaryReader } from '../binary/reader.ts'
import type { Tally } from './tally.ts'

const FUNCTION = 0x60
const RECURSIVE_GROUP = 0x4e
const SUBTYPES: readonly number[] = [0x4f, 0x50]
/** Heap types follow these. */
const REFERENCES: readonly number[] = [0x63, 0x64]
/** What engines allow of parameters and of results. */
const MOST_VALUES = 2000

/**
 * The most values that an instruction can pass: a few bytes that call a function of 1000 parameters or jump to a
 * block of 1000 results make a validator check a thousand types.
 *
 * @param reader At the content of the section of types of a core module.
 */
export function readMostValues(reader: BinaryReader): number {
  let most = 1
  const readType = (): boolean => {
    let form = reader.byte()
    if (SUBTYPES.includes(form)) {
      reader.each(() => reader.number())
      form = reader.byte()
    }
    if (form !== FUNCTION) return false
    most = Math.max(most, readValues(reader) + readValues(reader))
    return true
  }
  for (let left = reader.number(); left > 0; left -= 1) {
    const isGroup = reader.peek() === RECURSIVE_GROUP
    if (isGroup) reader.byte()
    // Of objects, which nobody builds into components yet, the size is not read.
    for (let inGroup = isGroup ? reader.number() : 1; inGroup > 0; inGroup -= 1) {
      if (!readType()) return MOST_VALUES
    }
  }
  return most
}

function readValues(reader: BinaryReader): number {
  const count = reader.number()
  for (let left = count; left > 0; left -= 1) {
    if (REFERENCES.includes(reader.byte())) reader.long()
  }
  return count
}

/**
 * Adds what a validator has to do at most for the functions of a core module: bytes times values, and locals.
 *
 * @param reader At the content of the section of code.
 */
export function countBodyWork(reader: BinaryReader, mostValues: number, tally: Tally): void {
  let work = 0
  reader.each(() => {
    const size = reader.number()
    const start = reader.at
    let locals = 0
    for (let left = reader.number(); left > 0; left -= 1) {
      locals += reader.number()
      if (REFERENCES.includes(reader.byte())) reader.long()
    }
    work += size * mostValues + locals
    reader.skip(size - (reader.at - start))
  })
  tally.add('maxBodyWork', work)
}
