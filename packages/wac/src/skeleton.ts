import {
  COMPONENT_HEADER,
  CORE_HEADER,
  encodeU32,
  hasHeader,
  Pieces,
  Reader,
  readSections,
  type Section,
} from './binary.ts'
import { isPlainBody } from './plain-body.ts'

/** A component without what composition never looks into: function bodies, data, custom sections of modules. */
export interface Skeleton {
  readonly bytes: Uint8Array
  /** The core modules of which the skeleton holds a part only: whoever needs them valid has to ask an engine. */
  readonly modules: readonly Uint8Array[]
}

export interface SkeletonOptions {
  /** A number that sets this skeleton apart from all others: a custom section at its end carries it. */
  readonly mark?: number
  /**
   * Whether bodies stay of which an engine may say other than wasmparser does, so that wasmparser judges them.
   *
   * @default false
   */
  readonly keepRareBodies?: boolean
  /**
   * Bytes that a section has to lose for it to be worth the trouble; it also bounds what hostile input with
   * a great many sections costs.
   *
   * @default 1024
   */
  readonly worth?: number
}

interface Scan {
  readonly bytes: Uint8Array
  readonly worth: number
  readonly keepRareBodies: boolean
  readonly modules: Uint8Array[]
}

/** As deep as the Rust component reads. What lies deeper is kept as it is. */
const DEPTH_LIMIT = 64
/** More core modules than any toolchain builds, or any validator allows in one component. */
const MODULE_LIMIT = 10_000
/** Limits of WebAssembly engines: a body or a count above them is kept, and so refused as ever. */
const FUNCTION_SIZE_LIMIT = 7_654_321
const FUNCTION_LIMIT = 1_000_000
const SEGMENT_LIMIT = 100_000
const WORTH_BYTES = 1024

const CUSTOM = 0
const CORE_MODULE = 1
const COMPONENT = 4
const CODE = 10
const DATA = 11

const SMALLEST_BODY_BYTES = 4

/**
 * Writes the skeleton of a binary: every section byte for byte, but in core modules each function body
 * becomes the smallest valid one, each data segment an empty one, and custom sections keep only their
 * names. A validator says of the skeleton what it says of the whole, as long as it is told nothing about
 * function bodies. Whatever is not framed as the specification has it is kept as it is, to be judged there.
 *
 * @param bytes A component or a core module; anything.
 * @returns `undefined` where the outermost level is no WebAssembly, or where there are too many modules.
 */
export function buildSkeleton(
  bytes: Uint8Array,
  { mark, worth = WORTH_BYTES, keepRareBodies = false }: SkeletonOptions = {},
): Skeleton | undefined {
  const scan: Scan = { bytes, worth, keepRareBodies, modules: [] }
  const { modules } = scan
  const pieces = hasHeader(bytes, 0, bytes.length, CORE_HEADER)
    ? shortenModule(scan, 0, bytes.length)
    : shortenComponent(scan, 0, bytes.length, 0)
  if (pieces === undefined || modules.length > MODULE_LIMIT) return undefined
  if (mark !== undefined) pieces.push(markSection(mark))
  return { bytes: pieces.join(), modules }
}

/** A custom section that no other skeleton of the same call has. */
function markSection(mark: number): Uint8Array {
  const name = new TextEncoder().encode('skeleton')
  const number = encodeU32(mark)
  return Uint8Array.from([CUSTOM, 1 + name.length + number.length, name.length, ...name, ...number])
}

function shortenComponent(scan: Scan, start: number, end: number, depth: number): Pieces | undefined {
  if (depth >= DEPTH_LIMIT || !hasHeader(scan.bytes, start, end, COMPONENT_HEADER)) return undefined
  return shortenSections(scan, start, end, ({ id, content, end }) => {
    if (scan.modules.length > MODULE_LIMIT) return undefined
    if (id === CORE_MODULE) return shortenModule(scan, content, end)
    if (id === COMPONENT) return shortenComponent(scan, content, end, depth + 1)
    return undefined
  })
}

/** Adds the module to those of the scan where something of it is left out. */
function shortenModule(scan: Scan, start: number, end: number): Pieces | undefined {
  const { bytes, modules } = scan
  if (!hasHeader(bytes, start, end, CORE_HEADER)) return undefined
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

/** Puts what `shorten` makes of the content of a section in its place, where that is shorter. */
function shortenSections(
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

function shortenCode({ bytes, keepRareBodies }: Scan, { content, end }: Section): Pieces | undefined {
  const reader = new Reader(bytes, content, end)
  const count = reader.u32()
  if (count > FUNCTION_LIMIT) return undefined
  const countBytes = reader.at - content
  /** Where a body that stays begins, with its size, and where it ends; `index` is its place. */
  const kept: { readonly index: number; readonly from: number; readonly to: number }[] = []
  for (let index = 0; index < count && !reader.failed; index++) {
    const from = reader.at
    const size = reader.u32()
    if (size > FUNCTION_SIZE_LIMIT) return undefined
    const start = reader.at
    reader.skip(size)
    if (keepRareBodies && !isPlainBody(bytes, start, reader.at)) kept.push({ index, from, to: reader.at })
  }
  if (reader.failed || !reader.done || countBytes + count * SMALLEST_BODY_BYTES >= end - content)
    return undefined
  const pieces = new Pieces(bytes.subarray(content, content + countBytes))
  let done = 0
  for (const { index, from, to } of kept) {
    pieces.push(smallestBodies(index - done))
    pieces.push(bytes.subarray(from, to))
    done = index + 1
  }
  pieces.push(smallestBodies(count - done))
  return pieces
}

/** No locals, `unreachable`, `end`: as it never returns, valid whatever the type of the function. */
function smallestBodies(count: number): Uint8Array {
  const bodies = new Uint8Array(count * SMALLEST_BODY_BYTES)
  for (let at = 0; at < bodies.length; at += SMALLEST_BODY_BYTES) {
    bodies[at] = 0x03 // the size
    bodies[at + 3] = 0x0b
  }
  return bodies
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
