import type { Finding } from '@wasm-airlock/shared'
import { BinaryReader } from '../binary/reader.ts'
import { walkSections } from '../binary/walk.ts'
import { countDeclared } from './core-sections.ts'
import { checkCustomSection } from './custom-sections.ts'
import type { Limits } from './limits.ts'
import type { Tally } from './tally.ts'

const CUSTOM = 0
const MODULE = 1
const COMPONENT = 4

/** Where one of these is exceeded, the rest is not looked at: they bound the time of all that follows. */
const structural: readonly (keyof Limits)[] = ['maxNesting', 'maxModules', 'maxComponents', 'maxSections']

/** More of them are not kept: a hostile component can hold as many as it has bytes. */
const MAX_FINDINGS = 1000

/**
 * Goes once through all sections of a component, none of which anybody has validated, and counts what tools pay
 * for. What is not framed as the specification has it ends the scan: that is for a validator to say.
 *
 * @returns What custom sections hold that they should not, and whether it is to be looked into further.
 */
export function scanSections(
  component: Uint8Array,
  tally: Tally,
): { findings: Finding[]; isBounded: boolean } {
  const findings: Finding[] = []
  try {
    for (const { where, layer, depth, id, content, end } of walkSections(component)) {
      const isNested = layer === 'component' && (id === MODULE || id === COMPONENT)
      tally.add('maxSections')
      tally.raise('maxNesting', isNested && id === COMPONENT ? depth + 1 : depth)
      if (isNested) tally.add(id === MODULE ? 'maxModules' : 'maxComponents')
      else tally.raise('maxSectionBytes', end - content)
      if (structural.some((limit) => tally.isExceeded(limit))) return { findings, isBounded: false }
      const reader = new BinaryReader(component, content, end)
      if (id === CUSTOM) {
        tally.add('maxCustomBytes', end - content)
        const found = checkCustomSection(reader, where, tally)
        if (findings.length < MAX_FINDINGS) findings.push(...found)
      } else if (layer === 'module') countDeclared(id, reader, tally)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return { findings, isBounded: true }
}
