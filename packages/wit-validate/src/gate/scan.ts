import type { Finding } from '@wasm-airlock/shared'
import { BinaryReader } from '../binary/reader.ts'
import { COMPONENT_SECTION, CUSTOM_SECTION, MODULE_SECTION } from '../binary/section-ids.ts'
import { walkSections } from '../binary/walk.ts'
import { countBodyWork, readMostValues } from './body-work.ts'
import { countDeclared } from './core-sections.ts'
import { checkCustomSection } from './custom-sections.ts'
import type { Limits } from './limits.ts'
import type { Tally } from './tally.ts'

/** Sections of core modules that grow with the program, and declare nothing. */
const CONTENT: readonly number[] = [MODULE_SECTION.code, MODULE_SECTION.data]

/** Where one of these is exceeded, the rest is not looked at: they bound time and memory of all that follows. */
const structural: readonly (keyof Limits)[] = [
  'maxNesting',
  'maxModules',
  'maxComponents',
  'maxSections',
  'maxImports',
  'maxExports',
  'maxSectionBytes',
  'maxDeclarationBytes',
  'maxCustomBytes',
]

/** More of them are not kept: a hostile component can hold as many as it has bytes. */
const MAX_FINDINGS = 1000

export interface Scan {
  readonly findings: readonly Finding[]
  /** Whether the rest may be looked at. */
  readonly isBounded: boolean
  /** Why it is not framed as the specification has it. */
  readonly broken?: string
}

/**
 * Goes once through all sections of a component, none of which anybody has validated, and counts what tools pay
 * for. What is not framed as the specification has it ends the scan: that is for a validator to say.
 *
 * @returns What custom sections hold that they should not, and whether and why the scan ended before the end.
 */
export function scanSections(component: Uint8Array, tally: Tally): Scan {
  const findings: Finding[] = []
  let mostValues = 1
  try {
    for (const { where, layer, depth, id, content, end } of walkSections(component)) {
      const isNested =
        layer === 'component' && (id === COMPONENT_SECTION.coreModule || id === COMPONENT_SECTION.component)
      const size = end - content
      tally.add('maxSections')
      tally.raise('maxNesting', isNested && id === COMPONENT_SECTION.component ? depth + 1 : depth)
      if (isNested) tally.add(id === COMPONENT_SECTION.coreModule ? 'maxModules' : 'maxComponents')
      else tally.raise('maxSectionBytes', size)
      if (id === CUSTOM_SECTION) tally.add('maxCustomBytes', size)
      else if (!isNested && !(layer === 'module' && CONTENT.includes(id))) {
        tally.add('maxDeclarationBytes', size)
      }
      const reader = new BinaryReader(component, content, end)
      if (layer === 'component' && id === COMPONENT_SECTION.import) tally.add('maxImports', reader.number())
      if (layer === 'component' && id === COMPONENT_SECTION.export) tally.add('maxExports', reader.number())
      if (structural.some((limit) => tally.isExceeded(limit))) return { findings, isBounded: false }
      if (id === CUSTOM_SECTION) {
        const found = checkCustomSection(reader, where, tally)
        if (findings.length < MAX_FINDINGS) findings.push(...found)
      } else if (layer === 'module') {
        // No module has types behind its code, and what it says of types holds for its code alone.
        if (id === MODULE_SECTION.type) mostValues = readMostValues(reader)
        else if (id === MODULE_SECTION.code) countBodyWork(reader, mostValues, tally)
        else countDeclared(id, reader, tally)
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { findings, isBounded: true, broken: error.message }
  }
  return { findings, isBounded: true }
}
