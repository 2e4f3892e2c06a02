import type { FunctionSignature, WorldItem } from '@wasm-airlock/shared'
import { describeSignature } from '../text/text-items.ts'
import { compareText } from '../wording/names.ts'
import { diffBy } from './diff-lists.ts'
import type { FunctionOf, ItemsDiff } from './diff-types.ts'
import { baseName, versionOf } from './interface-version.ts'

/** What is different in the imports, or the exports, of the later one of two components. */
export function diffItems(before: readonly WorldItem[], after: readonly WorldItem[]): ItemsDiff {
  const pairs = pairItems(before, after)
  const paired = new Set(pairs.flat())
  const functions = pairs.map(([old, now]) => diffFunctions(old, now))
  return {
    ...diffBy(
      before.filter((item) => !paired.has(item)),
      after.filter((item) => !paired.has(item)),
      ({ name }) => name,
    ),
    moved: pairs
      .filter(([old, now]) => old.name !== now.name)
      .map(([old, now]) => ({
        name: baseName(now.name),
        before: versionOf(old.name),
        after: versionOf(now.name),
      })),
    functions: {
      added: functions.flatMap(({ added }) => added),
      removed: functions.flatMap(({ removed }) => removed),
      changed: functions.flatMap(({ changed }) => changed),
    },
  }
}

type Pair = readonly [before: WorldItem, after: WorldItem]

/** The same name comes first; what is left of an interface is paired version by version, lowest first. */
function pairItems(before: readonly WorldItem[], after: readonly WorldItem[]): Pair[] {
  const byName = new Map(after.map((item) => [item.name, item]))
  const same = before.flatMap((old): Pair[] => {
    const now = byName.get(old.name)
    return now?.kind === old.kind ? [[old, now]] : []
  })
  const left = (items: readonly WorldItem[], side: 0 | 1) => {
    const paired = new Set(same.map((pair) => pair[side]))
    const others = items.filter((item) => !paired.has(item) && versionOf(item.name) !== '')
    return Map.groupBy(others, ({ name, kind }) => `${kind} ${baseName(name)}`)
  }
  const later = left(after, 1)
  const moved = [...left(before, 0)].flatMap(([name, olds]) => {
    const nows = later.get(name)?.toSorted(compareVersions) ?? []
    return olds
      .toSorted(compareVersions)
      .slice(0, nows.length)
      .map((old, index): Pair => [old, nows[index] as WorldItem])
  })
  return [...same, ...moved].toSorted(([, a], [, b]) => compareText(a.name, b.name))
}

const inOrder = new Intl.Collator('en', { numeric: true })

function compareVersions(a: WorldItem, b: WorldItem): number {
  return inOrder.compare(a.name, b.name) || compareText(a.name, b.name)
}

function diffFunctions(before: WorldItem, after: WorldItem): ItemsDiff['functions'] {
  const of =
    (item: WorldItem) =>
    (signature: FunctionSignature): FunctionOf => ({ item: item.name, function: signature })
  const { added, removed } = diffBy(before.functions, after.functions, ({ name }) => name)
  const old = new Map(before.functions.map((signature) => [signature.name, signature]))
  const changed = after.functions.flatMap((now) => {
    const was = old.get(now.name)
    const isSame = was === undefined || describeSignature(was) === describeSignature(now)
    return isSame ? [] : [{ item: after.name, before: was, after: now }]
  })
  return { added: added.map(of(after)), removed: removed.map(of(before)), changed }
}
