import { COMPONENT_HEADER, CORE_HEADER, encodeU32, hasHeader, type Pieces } from './binary.ts'
import { type Scan, shortenModule, shortenSections } from './module-skeleton.ts'

/** A component without what composition never looks into: function bodies, data, custom sections of modules. */
export interface Skeleton {
  readonly bytes: Uint8Array
  /** The core modules of which the skeleton holds a part only: whoever needs them valid has to ask an engine. */
  readonly modules: readonly Uint8Array[]
  /** From a place in `bytes` to the one in the whole. */
  readonly locate: (offset: number) => number
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
   * Whether a module becomes a stub where that is possible, which an engine then has to find valid. Only for
   * operations that look at nothing but its imports and exports.
   *
   * @default false
   */
  readonly stubs?: boolean
  /**
   * Bytes that a section has to lose for it to be worth the trouble; it also bounds what hostile input with
   * a great many sections costs.
   *
   * @default 1024
   */
  readonly worth?: number
}

/** As deep as the Rust component reads. What lies deeper is kept as it is. */
const DEPTH_LIMIT = 64
/** More core modules than any toolchain builds, or any validator allows in one component. */
const MODULE_LIMIT = 10_000
const WORTH_BYTES = 1024

const CUSTOM = 0
const CORE_MODULE = 1
const COMPONENT = 4

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
  { mark, worth = WORTH_BYTES, keepRareBodies = false, stubs = false }: SkeletonOptions = {},
): Skeleton | undefined {
  const scan: Scan = { bytes, worth, keepRareBodies, stubs, modules: [] }
  const { modules } = scan
  const pieces = hasHeader(bytes, 0, bytes.length, CORE_HEADER)
    ? shortenModule(scan, 0, bytes.length)
    : shortenComponent(scan, 0, bytes.length, 0)
  if (pieces === undefined || modules.length > MODULE_LIMIT) return undefined
  if (mark !== undefined) pieces.push(markSection(mark))
  return { bytes: pieces.join(), modules, locate: (offset) => pieces.locate(offset, bytes) }
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
