import { skipConstant } from '../binary/declarations.ts'
import { BinaryReader } from '../binary/reader.ts'
import { readWhatIsWhole } from './tolerance.ts'

/** Bytes in which no engine looks for anything: a data segment, or what a custom section holds. */
export interface DataRegion {
  readonly start: number
  readonly end: number
  /** Called only where something is found: there can be a million of them. */
  readonly where: () => string
}

/** Bits of what a segment begins with. */
const IS_PASSIVE = 1
const NAMES_MEMORY = 2

/**
 * Tells of each data segment of a data section. Behind one whose offset is written in a way that is not known,
 * all that is left of the section is told as one, so that nothing in it stays unseen.
 *
 * @param where The module.
 * @returns Bytes of all segments.
 */
export function readDataSegments(
  bytes: Uint8Array,
  { where, content, end }: { readonly where: string; readonly content: number; readonly end: number },
  onData: (region: DataRegion) => void,
): number {
  const reader = new BinaryReader(bytes, content, end)
  let total = 0
  let index = 0
  const tell = (start: number, stop: number): void => {
    const place = index
    total += stop - start
    index += 1
    onData({ start, end: stop, where: () => `${where} / data ${place}` })
  }
  let done = content
  const isWhole = readWhatIsWhole(() =>
    reader.each(() => {
      const flags = reader.number()
      if ((flags & NAMES_MEMORY) !== 0) reader.number()
      if ((flags & IS_PASSIVE) === 0) skipConstant(reader)
      const { length } = reader.text()
      tell(reader.at - length, reader.at)
      done = reader.at
    }),
  )
  if (!isWhole) tell(done, end)
  return total
}
