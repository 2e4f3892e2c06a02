import type { Inspection } from '@wasm-airlock/wac'
import { describeCapabilities, type ImportedItem } from './capabilities/capabilities.ts'
import { describeOffers } from './capabilities/offers.ts'
import type { ComponentReport } from './component-report.ts'
import { readContents } from './contents/contents.ts'
import { findCalledImports, indexCalled } from './reach/called-imports.ts'
import type { ValidationResult } from './result.ts'

/** What a report is to look into beside what every report says. */
export interface Depth {
  /** Which functions that it imports can be called. */
  readonly deep: boolean
}

/** What a report says beyond the verdict. */
export type Description = Omit<ComponentReport, keyof ValidationResult>

/** What is said of a component that is no valid one, or holds too much to be read. */
export const NOTHING_KNOWN: Description = { capabilities: [], offers: [], reach: null, contents: null }

/**
 * Everything that a report says of a component beyond the verdict.
 *
 * @param component A valid one.
 * @param inspection What `inspectComponent` said of it.
 */
export async function describeComponent(
  component: Uint8Array,
  inspection: Inspection,
  { deep }: Depth,
): Promise<Description> {
  const called = deep ? await findCalledImports(component) : undefined
  return {
    capabilities: describeCapabilities(listImported(inspection), called && indexCalled(called)),
    offers: describeOffers(inspection.exports),
    reach: called === undefined ? null : { complete: called.complete, reason: called.reason },
    contents: readContents(component),
  }
}

/** The imports, and what those of them that are instances hold beside functions of their own. */
function listImported({ imports, types }: Inspection): ImportedItem[] {
  return imports.map((item) => ({ ...item, others: listOthers(item.type, types) }))
}

/** What an instance is made of need not be large for there to be a great many paths through it. */
const MAX_PATHS = 1000

/**
 * Modules and components of an instance, and what instances in it hold: `inner#f`. Where there are too many paths
 * to follow, the instances themselves.
 */
function listOthers(ref: Inspection['imports'][number]['type'], types: Inspection['types']): string[] {
  const others: string[] = []
  const paths = [{ ref, prefix: '' }]
  for (const { ref, prefix } of paths) {
    const type = typeof ref === 'number' ? types[ref] : undefined
    if (type?.kind !== 'interface') continue
    for (const { name, type: inner } of type.exports) {
      const kind = typeof inner === 'number' ? types[inner]?.kind : undefined
      const path = `${prefix}${name}`
      if (kind === 'interface' && paths.length < MAX_PATHS) paths.push({ ref: inner, prefix: `${path}#` })
      else if (kind === 'function' ? prefix !== '' : OTHERS.has(kind)) others.push(path)
      if (others.length === MAX_PATHS) return others
    }
  }
  return others
}

const OTHERS: ReadonlySet<string | undefined> = new Set(['interface', 'module', 'component'])
