import { Pieces, Reader, type Section } from './binary.ts'

/** The limit of WebAssembly engines. */
const SEGMENT_LIMIT = 100_000

/** Empties the segments; `undefined` where one is not framed, or an offset is not what toolchains write. */
export function shortenData(bytes: Uint8Array, { content, end }: Section): Pieces | undefined {
  const reader = new Reader(bytes, content, end)
  const count = reader.u32()
  if (count > SEGMENT_LIMIT) return undefined
  /** Where a size and its data begin and end, one pair a segment. */
  const cuts: number[] = []
  let length = end - content
  for (let index = 0; index < count; index++) {
    const mode = reader.u32()
    if (mode > 2) return undefined
    if (mode === 2) reader.skipNumber()
    if (mode !== 1 && !skipOffset(reader)) return undefined
    const cutFrom = reader.at
    reader.skip(reader.u32())
    if (reader.failed) return undefined
    cuts.push(cutFrom, reader.at)
    length -= reader.at - cutFrom - 1
  }
  return reader.done ? new Pieces(cutOut(bytes, content, end, cuts, length)) : undefined
}

/** Puts one zero, the size of an empty segment, in the place of each cut. */
function cutOut(
  bytes: Uint8Array,
  start: number,
  end: number,
  cuts: readonly number[],
  length: number,
): Uint8Array {
  const kept = new Uint8Array(length)
  let from = start
  let at = 0
  const keep = (to: number) => {
    // Byte by byte: mostly there are a few, for which a view costs more.
    while (from < to) kept[at++] = bytes[from++] as number
  }
  for (let index = 0; index < cuts.length; index += 2) {
    keep(cuts[index] as number)
    at += 1
    from = cuts[index + 1] as number
  }
  keep(end)
  return kept
}

/** Passes over the expressions that toolchains write for offsets; of any other, the section is kept whole. */
function skipOffset(reader: Reader): boolean {
  while (!reader.failed) {
    switch (reader.byte()) {
      case 0x0b: // end
        return !reader.failed
      case 0x23: // global.get
      case 0x41: // i32.const
      case 0x42: // i64.const
        reader.skipNumber()
        break
      case 0x6a: // i32.add, i32.sub, i32.mul
      case 0x6b:
      case 0x6c:
      case 0x7c: // i64.add, i64.sub, i64.mul
      case 0x7d:
      case 0x7e:
        break
      default:
        return false
    }
  }
  return false
}
