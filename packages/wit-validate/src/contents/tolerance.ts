import type { BinaryReader } from '../binary/reader.ts'

/**
 * Reads as far as the bytes allow. Only bytes that no validator has accepted end early, and what was read
 * of them until then is all that can be said.
 *
 * @returns Whether it came to the end.
 */
export function readWhatIsWhole(read: () => void): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** No tool needs more of a name, and strangers may write megabytes. */
const MAX_NAME_BYTES = 200
const decoder = new TextDecoder()

/** The beginning of a name. */
export function readName(reader: BinaryReader): string {
  return decoder.decode(reader.text().subarray(0, MAX_NAME_BYTES))
}
