import type { ComponentLevel } from './component-level.ts'
import type { ComponentReader } from './component-reader.ts'
import { ownOrigin } from './origin.ts'

/**
 * Reads the functions that a component makes of its own core code. Of the many other things in such a section,
 * those that stand in composed components are passed over; from any other on, functions are not followed any more.
 */
export function readCanonicalFunctions(section: ComponentReader, level: ComponentLevel): void {
  section.each(() => {
    if (!level.knowsFunctions) return
    const form = section.byte()
    if (form === 0x00) {
      section.byte()
      section.number()
      if (!skipOptions(section)) level.knowsFunctions = false
      section.number()
      level.functions.push(ownOrigin)
    } else if (form === 0x01) {
      section.byte()
      section.number()
      if (!skipOptions(section)) level.knowsFunctions = false
    } else if (form >= 0x02 && form <= 0x04) {
      section.number()
    } else {
      level.knowsFunctions = false
    }
  })
}

/** @returns Whether all of them are known. */
function skipOptions(section: ComponentReader): boolean {
  let isKnown = true
  section.each(() => {
    const option = section.byte()
    if (option > 0x07) isKnown = false
    else if ([0x03, 0x04, 0x05, 0x07].includes(option)) section.number()
  })
  return isKnown
}
