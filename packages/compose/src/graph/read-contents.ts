import type { GraphContents } from './app-graph.ts'
import { ComponentLevel } from './component-level.ts'
import { ComponentReader, ReadBudget } from './component-reader.ts'
import { readLevel } from './read-level.ts'

const header = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]
const coreHeader = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

/** Is it a component, by its first bytes? */
export function isComponent(bytes: Uint8Array): boolean {
  return header.every((byte, index) => bytes[index] === byte)
}

/** Is it a core module, which Spin makes a component of when it loads it, by its first bytes? */
export function isCoreModule(bytes: Uint8Array): boolean {
  return coreHeader.every((byte, index) => bytes[index] === byte)
}

/**
 * Reads what a component is composed of: the instances of components that it holds, who satisfies what of whom, what
 * it imports and exports. Code is passed over, and nothing is validated. Whatever the bytes are, this ends; what
 * cannot be read is left out, and `incomplete` says why.
 *
 * @param bytes A component, at least by its first bytes.
 */
export function readContents(bytes: Uint8Array): GraphContents {
  const level = new ComponentLevel()
  const reader = new ComponentReader(bytes, new ReadBudget(), header.length)
  let incomplete: string | null = null
  try {
    readLevel(reader, level)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    incomplete = error.message
  }
  return { imports: level.imports, exports: level.namedExports(), parts: level.namedParts(), incomplete }
}
