import { isComponent, isCoreModule, walkSections } from '../binary/walk.ts'
import type { EmbeddedBinary } from '../component-report.ts'
import { decodeBytes } from './text.ts'
import { readWhatIsWhole } from './tolerance.ts'

/** What WebAssembly begins with: plainly, and in base64. */
export const BINARY_ANCHOR = { anchor: '\0asm', rare: 0 } as const
export const BASE64_ANCHOR = { anchor: 'AGFzbQ', rare: 1 } as const

/** The first ten characters say which of the two it is. */
const BASE64_HEADERS = new Map([
  ['AGFzbQEAAA', 'core-module'],
  ['AGFzbQ0AAQ', 'component'],
] as const)

/** Sections of which the sizes are added up: hostile data can make each byte the beginning of many. */
const MAX_SECTIONS = 1000
/** The highest that a section of a core module or component has. */
const MAX_SECTION_ID = 13

type Embedded = Omit<EmbeddedBinary, 'where' | 'offset'>

/**
 * Reads the WebAssembly that begins at `at`.
 *
 * @returns `undefined` where there is no more than the header: tools that write WebAssembly hold that.
 */
export function readBinary(bytes: Uint8Array, at: number, end: number): Embedded | undefined {
  const binary = bytes.subarray(at, end)
  const kind = isComponent(binary) ? 'component' : isCoreModule(binary) ? 'core-module' : undefined
  if (kind === undefined) return undefined
  let size = 0
  let left = MAX_SECTIONS
  readWhatIsWhole(() => {
    for (const section of walkSections(binary)) {
      if (section.id > MAX_SECTION_ID || left === 0) return
      size = Math.max(size, section.end)
      left -= 1
    }
  })
  return size === 0 ? undefined : { kind, encoding: 'binary', bytes: size }
}

/** Reads which kind of WebAssembly begins at `at` in base64. */
export function readBase64(bytes: Uint8Array, at: number, end: number): Embedded | undefined {
  const header = decodeBytes(bytes, at, Math.min(end, at + 10))
  const kind = BASE64_HEADERS.get(header as 'AGFzbQEAAA')
  return kind === undefined ? undefined : { kind, encoding: 'base64', bytes: null }
}
