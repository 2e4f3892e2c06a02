import type { Reader } from './binary.ts'
import { isPlainBody } from './plain-body.ts'

/** Limits of WebAssembly engines: a body or a count above them is kept, and so refused as ever. */
const FUNCTION_SIZE_LIMIT = 7_654_321
const FUNCTION_LIMIT = 1_000_000

export const SMALLEST_BODY_BYTES = 4

/** No locals, `unreachable`, `end`: as it never returns, valid whatever the type of the function. */
export function smallestBodies(count: number): Uint8Array {
  const bodies = new Uint8Array(count * SMALLEST_BODY_BYTES)
  for (let at = 0; at < bodies.length; at += SMALLEST_BODY_BYTES) {
    bodies[at] = 0x03 // the size
    bodies[at + 3] = 0x0b
  }
  return bodies
}

/** A body that is not plain: its place, where it begins, with its size, and where it ends. */
export interface RareBody {
  readonly index: number
  readonly from: number
  readonly to: number
}

export interface Bodies {
  readonly count: number
  /** Of the number before the first body. */
  readonly countBytes: number
  readonly rare: readonly RareBody[]
}

/**
 * Reads a code section.
 *
 * @param reader At its content.
 * @param look Whether to look into the bodies: at none, at all, or until one is rare.
 * @returns `undefined` where it is not framed, or above the limits of engines.
 */
export function readBodies(reader: Reader, look: 'none' | 'all' | 'first rare'): Bodies | undefined {
  const { bytes, at: content } = reader
  const count = reader.u32()
  if (count > FUNCTION_LIMIT) return undefined
  const countBytes = reader.at - content
  const rare: RareBody[] = []
  for (let index = 0; index < count && !reader.failed; index++) {
    const from = reader.at
    const size = reader.u32()
    if (size > FUNCTION_SIZE_LIMIT) return undefined
    const start = reader.at
    reader.skip(size)
    if (look === 'none' || isPlainBody(bytes, start, reader.at)) continue
    rare.push({ index, from, to: reader.at })
    if (look === 'first rare') return { count, countBytes, rare }
  }
  return reader.failed || !reader.done ? undefined : { count, countBytes, rare }
}
