import { CORE_HEADER, encodeU32, hasHeader, Pieces, Reader, readSections, type Section } from './binary.ts'
import { shortenData } from './data-section.ts'
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

const CUSTOM = 0
/** The name of the custom section of which an inspection reads more than the name, with its length. */
const PRODUCERS = new TextEncoder().encode('\tproducers')
const CODE = 10
const DATA = 11

/**
 * Adds the module to those of the scan where something of it is left out. Where the module is all that there
 * is, its `producers` are those of the outermost level, and stay.
 */
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
    if (section.id === CUSTOM) return shortenCustom(bytes, section, start === 0)
    return undefined
  })
  if (pieces !== undefined && pieces.length < end - start) modules.push(bytes.subarray(start, end))
  return pieces
}

function shortenCode({ bytes, keepRareBodies }: Scan, { content, end }: Section): Pieces | undefined {
  const bodies = readBodies(new Reader(bytes, content, end), keepRareBodies)
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

/** Keeps the name alone. */
function shortenCustom(
  bytes: Uint8Array,
  { content, end }: Section,
  isOutermost: boolean,
): Pieces | undefined {
  if (isOutermost && PRODUCERS.every((byte, index) => bytes[content + index] === byte)) return undefined
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
