import { capabilityKinds } from '../../capabilities/kinds.ts'
import type { Capability, ImportedFunction } from '../../component-report.ts'
import { diffBy } from './diff-lists.ts'
import type { CapabilityChange, Difference } from './diff-types.ts'
import { baseName } from './interface-version.ts'

/** What the later one of two components can do through functions that the earlier one does not import. */
export function diffCapabilities(
  before: readonly Capability[],
  after: readonly Capability[],
): Difference<CapabilityChange> {
  const changes = capabilityKinds.map((kind) => {
    const old = functionsOf(before, kind)
    const now = functionsOf(after, kind)
    const { added, removed } = diffBy(old, now, keyOf)
    return {
      added: { kind, isWhole: old.length === 0, functions: added },
      removed: { kind, isWhole: now.length === 0, functions: removed },
    }
  })
  const isSome = ({ functions }: CapabilityChange) => functions.length > 0
  return {
    added: changes.map(({ added }) => added).filter(isSome),
    removed: changes.map(({ removed }) => removed).filter(isSome),
  }
}

function functionsOf(capabilities: readonly Capability[], kind: string): ImportedFunction[] {
  return capabilities.filter((each) => each.kind === kind).flatMap(({ functions }) => functions)
}

/** The same function of an interface in any version. */
function keyOf(each: ImportedFunction): string {
  return `${baseName(each.import)}#${each.name === each.import ? baseName(each.name) : each.name}`
}

/** Functions that could never be called before, and of which that cannot be said now. */
export function findReachable(
  before: readonly Capability[],
  after: readonly Capability[],
): ImportedFunction[] {
  const all = (capabilities: readonly Capability[]) => capabilities.flatMap(({ functions }) => functions)
  const could = Map.groupBy(all(before), keyOf)
  const reachable = all(after).filter(
    (now) => now.called !== 'never' && could.get(keyOf(now))?.every(({ called }) => called === 'never'),
  )
  return [...new Map(reachable.map((each) => [keyOf(each), each])).values()]
}
