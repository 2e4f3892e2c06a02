import type { BinaryReader } from '../binary/reader.ts'

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
        reader.text()
        const size = optionalPart()
        reader.optional(() => reader.number())
        return 1 + size
      })
    case 0x6f:
      return sum(reader, part)
    case 0x6e:
    case 0x6d:
      return sum(reader, () => {
        reader.text()
        return 1
      })
    case 0x70:
    case 0x6b:
      return part()
    case 0x67: {
      const element = part()
      return element * reader.number()
    }
    case 0x63:
      return part() + part()
    case 0x6a:
      return optionalPart() + optionalPart()
    case 0x66:
    case 0x65:
      return optionalPart()
    case 0x69:
    case 0x68:
      reader.number()
      return 0
    default:
      if (form >= 0x64) return 0
      throw new RangeError(`an unknown kind of type, ${form}`)
  }
}

/** Names with a type each: the fields of a record, the parameters of a function. */
export function readFields(reader: BinaryReader, part: () => number): number {
  return sum(reader, () => {
    reader.text()
    return part()
  })
}

function sum(reader: BinaryReader, read: () => number): number {
  let size = 0
  reader.each(() => {
    size += read()
  })
  return size
}
