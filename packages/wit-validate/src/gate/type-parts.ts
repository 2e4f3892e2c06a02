import type { BinaryReader } from '../binary/reader.ts'
import { weighBytes } from './cost.ts'

/**
 * How many types more than one it takes to write as much as tools write for these. Of jco 0.15, measured in bytes of
 * JavaScript: 1700 for a result, 2600 for a handle, 4600 for a stream or future, when a type takes up to 700.
 */
const WEIGHT = { result: 2, handle: 3, stream: 6 } as const

/**
 * Reads what a type is made of, behind the byte that says which kind of type it is.
 *
 * @param part Reads a type that is mentioned, and says how large it is.
 * @returns How large all of them are together.
 * @throws RangeError where the kind is not known.
 */
export function readParts(form: number, reader: BinaryReader, part: () => number): number {
  const optionalPart = () => reader.optional(part) ?? 0
  switch (form) {
    case 0x72:
      return readFields(reader, part)
    case 0x71:
      return sum(reader, () => {
        const size = readLabel(reader) + optionalPart()
        reader.optional(() => reader.number())
        return size
      })
    case 0x6f:
      return sum(reader, part)
    case 0x6e:
    case 0x6d:
      return sum(reader, () => readLabel(reader))
    case 0x70:
    case 0x6b:
      return part()
    case 0x67: {
      const element = part()
      return Math.min(element, Number.MAX_SAFE_INTEGER) * reader.number()
    }
    case 0x63:
      return part() + part()
    case 0x6a:
      return WEIGHT.result + optionalPart() + optionalPart()
    case 0x66:
    case 0x65:
      return WEIGHT.stream + optionalPart()
    case 0x69:
    case 0x68:
      reader.number()
      return WEIGHT.handle
    default:
      if (form >= 0x64) return 0
      throw new RangeError(`an unknown kind of type, ${form}`)
  }
}

/** Names with a type each: the fields of a record, the parameters of a function. */
export function readFields(reader: BinaryReader, part: () => number): number {
  return sum(reader, () => Math.floor(weighBytes(reader.text().length)) + part())
}

/** A name of a case or flag, which is one thing to convert, and more where the name is long: it is written out. */
function readLabel(reader: BinaryReader): number {
  return 1 + Math.floor(weighBytes(reader.text().length))
}

function sum(reader: BinaryReader, read: () => number): number {
  let size = 0
  reader.each(() => {
    size += read()
  })
  return size
}
