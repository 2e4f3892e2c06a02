import { parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'
import type { Capability, CapabilityKind, ImportedFunction } from '../component-report.ts'
import { FUNCTIONS, INTERFACES, PLUMBING } from './interfaces.ts'
import { capabilityKinds } from './kinds.ts'

/** An import, and what it holds beside functions: instances, modules and components by their names. */
export interface ImportedItem extends WorldItem {
  readonly others?: readonly string[]
}

/** Whether a function that is imported can be called, where somebody has looked. */
export type CallLookup = (importName: string, functionName: string) => ImportedFunction['called']

/**
 * What a component can do with its imports, down to single functions.
 *
 * @param imports What it imports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @param wasCalled Says of a function whether it can be called.
 * @returns The capabilities that it has, most serious first, each with its functions in the order of the
 *   imports. Functions that only move what others have given are in none; what nobody knows is `unknown`.
 */
export function describeCapabilities(
  imports: readonly ImportedItem[],
  wasCalled: CallLookup = () => null,
): Capability[] {
  const byKind = new Map<CapabilityKind, ImportedFunction[]>(capabilityKinds.map((kind) => [kind, []]))
  for (const item of imports) {
    for (const { name, kinds } of listAbilities(item)) {
      const imported = { import: item.name, name, called: wasCalled(item.name, name) }
      for (const kind of kinds) byKind.get(kind)?.push(imported)
    }
  }
  return [...byKind].flatMap(([kind, functions]) => (functions.length === 0 ? [] : [{ kind, functions }]))
}

interface Ability {
  readonly name: string
  readonly kinds: readonly CapabilityKind[]
}

function listAbilities({ name, kind, functions, others = [] }: ImportedItem): Ability[] {
  const unknown = (inside: string): Ability => ({ name: inside, kinds: ['unknown'] })
  // A type is a promise about values, and gives none.
  if (kind === 'type') return []
  if (kind !== 'interface') return [unknown(name)]
  return [
    ...functions.map((imported) => ({ name: imported.name, kinds: findKinds(name, imported.name) })),
    ...others.map(unknown),
  ]
}

/**
 * What a function of an interface lets a component do.
 *
 * @param importName `wasi:filesystem/types@0.2.9`, of any version.
 * @param functionName `[method]descriptor.read`.
 * @returns Nothing for a function that only moves what others have given.
 */
export function findKinds(importName: string, functionName: string): readonly CapabilityKind[] {
  const parsed = parseInterfaceName(importName)
  if (parsed === undefined) return ['unknown']
  const packageName = `${parsed.namespace}:${parsed.package}`
  const id = `${packageName}/${parsed.interface}`
  // `[method]descriptor.read` → `descriptor.read`, `[constructor]fields` → `fields`.
  const plain = functionName.replace(/^\[[a-z -]+\]/, '')
  const plumbing = lookUp(PLUMBING, id)
  if (plumbing !== undefined) {
    return plumbing.includes(plain.split('.', 1)[0] ?? '') ? [] : ['unknown']
  }
  return (
    lookUp(lookUp(FUNCTIONS, id) ?? {}, plain) ??
    lookUp(INTERFACES, id) ??
    lookUp(INTERFACES, `${packageName}/*`) ?? ['unknown']
  )
}

/** The names are those of strangers: `constructor` is none that a table has. */
function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
