import type { Reader } from './binary.ts'
import { findSuspects } from './body-automaton.ts'
import { isPlainBody, skipLocals } from './plain-body.ts'

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
interface RareBody {
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
 * @param look Whether to look for rare bodies.
 * @returns `undefined` where it is not framed, or above the limits of engines.
 */
export function readBodies(reader: Reader, look: boolean): Bodies | undefined {
  const { bytes, at: content } = reader
  const count = reader.u32()
  // No body is shorter than two bytes, so that the count of a few bytes reserves no memory.
  if (count > Math.min(FUNCTION_LIMIT, (reader.end - reader.at) / 2)) return undefined
  const countBytes = reader.at - content
  const froms = new Int32Array(count)
  const bodies = new Int32Array(count)
  const ends = new Int32Array(count)
  for (let index = 0; index < count; index++) {
    froms[index] = reader.at
    const size = reader.u32()
    if (size > FUNCTION_SIZE_LIMIT) return undefined
    bodies[index] = reader.at
    reader.skip(size)
    if (reader.failed) return undefined
    ends[index] = reader.at
  }
  if (!reader.done) return undefined
  const rare = look ? findRareBodies(bytes, bodies, ends) : []
  return {
    count,
    countBytes,
    rare: rare.map((index) => ({ index, from: froms[index] as number, to: ends[index] as number })),
  }
}

function findRareBodies(bytes: Uint8Array, bodies: Int32Array, ends: Int32Array): number[] {
  const starts = new Int32Array(bodies.length)
  const suspects: number[] = []
  for (let index = 0; index < starts.length; index++) {
    const end = ends[index] as number
    const start = Math.min(skipLocals(bytes, bodies[index] as number), end)
    starts[index] = start
    // An empty rest is nothing that the automaton refuses, but no body either.
    if (start === end) suspects.push(index)
  }
  return [...new Set(suspects.concat(findSuspects(bytes, starts, ends)))]
    .filter((index) => !isPlainBody(bytes, bodies[index] as number, ends[index] as number))
    .sort((left, right) => left - right)
}
