import { CORE_HEADER, encodeU32, hasHeader, Pieces, Reader, readSections, type Section } from './binary.ts'
import { readBodies, SMALLEST_BODY_BYTES, smallestBodies } from './function-bodies.ts'
import { buildModuleStub } from './module-stub.ts'

/** What is read, how, and the core modules of which something is left out. */
export interface Scan {
  readonly bytes: Uint8Array
  readonly worth: number
  readonly keepRareBodies: boolean
  readonly stubs: boolean
  readonly modules: Uint8Array[]
}

/** The limit of WebAssembly engines. */
const SEGMENT_LIMIT = 100_000

const CUSTOM = 0
const CODE = 10
const DATA = 11

/** Adds the module to those of the scan where something of it is left out. */
export function shortenModule(scan: Scan, start: number, end: number): Pieces | undefined {
  const { bytes, modules } = scan
  if (!hasHeader(bytes, start, end, CORE_HEADER)) return undefined
  const stub = scan.stubs ? buildModuleStub(bytes, start, end) : undefined
  if (stub !== undefined) {
    modules.push(bytes.subarray(start, end))
    return stub
  }
  const seen = new Set<number>()
  const pieces = shortenSections(scan, start, end, (section) => {
    // No module has two of a kind, save for custom sections: a second one is left for the validator.
    if (section.id !== CUSTOM && seen.has(section.id)) return undefined
    seen.add(section.id)
    if (section.id === CODE) return shortenCode(scan, section)
    if (section.id === DATA) return shortenData(bytes, section)
    if (section.id === CUSTOM) return shortenCustom(bytes, section)
    return undefined
  })
  if (pieces !== undefined && pieces.length < end - start) modules.push(bytes.subarray(start, end))
  return pieces
}

function shortenCode({ bytes, keepRareBodies }: Scan, { content, end }: Section): Pieces | undefined {
  const bodies = readBodies(new Reader(bytes, content, end), keepRareBodies ? 'all' : 'none')
  if (bodies === undefined) return undefined
  const { count, countBytes, rare } = bodies
  if (countBytes + count * SMALLEST_BODY_BYTES >= end - content) return undefined
  const pieces = new Pieces(bytes.subarray(content, content + countBytes))
  let done = 0
  for (const { index, from, to } of rare) {
    pieces.push(smallestBodies(index - done))
    pieces.push(bytes.subarray(from, to))
    done = index + 1
  }
  pieces.push(smallestBodies(count - done))
  return pieces
}

function shortenData(bytes: Uint8Array, { content, end }: Section): Pieces | undefined {
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

/** Keeps the name alone. */
function shortenCustom(bytes: Uint8Array, { content, end }: Section): Pieces | undefined {
  const reader = new Reader(bytes, content, end)
  reader.skip(reader.u32())
  return reader.failed ? undefined : new Pieces(bytes.subarray(content, reader.at))
}

/** Puts what `shorten` makes of the content of a section in its place, where that is shorter. */
export function shortenSections(
  { bytes, worth }: Scan,
  start: number,
  end: number,
  shorten: (section: Section) => Pieces | undefined,
): Pieces | undefined {
  const pieces = new Pieces()
  let keptFrom = start
  for (const section of readSections(bytes, start, end)) {
    if (section === undefined) return undefined
    const content = shorten(section)
    if (content === undefined || section.end - section.content - content.length < Math.max(worth, 1)) continue
    pieces.push(bytes.subarray(keptFrom, section.start + 1))
    pieces.push(encodeU32(content.length))
    pieces.append(content)
    keptFrom = section.end
  }
  pieces.push(bytes.subarray(keptFrom, end))
  return pieces
}
