import { ComponentReader, ReadBudget } from './component-reader.ts'
import { HEADER_BYTES, passReference, readDescription, SECTION } from './read-level.ts'

/** What a component imports and exports, by name, types included. */
export interface OuterNames {
  readonly imports: readonly string[]
  readonly exports: readonly string[]
}

/**
 * Reads what a component imports and exports, and passes over everything else.
 *
 * @param component A valid one.
 * @returns `undefined` where it holds what this does not read.
 */
export function readNames(component: Uint8Array): OuterNames | undefined {
  const imports: string[] = []
  const exports: string[] = []
  const reader = new ComponentReader(component, new ReadBudget(), HEADER_BYTES)
  try {
    while (!reader.done) {
      const id = reader.byte()
      const section = reader.inner(reader.number())
      if (id === SECTION.import) {
        section.each(() => {
          imports.push(section.externName())
          readDescription(section)
        })
      } else if (id === SECTION.export) {
        section.each(() => {
          exports.push(section.externName())
          passReference(section)
          if (section.byte() === 0x01) readDescription(section)
        })
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return undefined
  }
  return { imports, exports }
}
