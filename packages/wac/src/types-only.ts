import type { InspectedItem, Inspection } from './inspect.ts'
import type { ComponentTypeDefinition, TypeRef } from './type-table.ts'

/** Types of values: who has one of them can call nothing and hold nothing. */
const valueKinds: ReadonlySet<string> = new Set(
  'record variant enum flags tuple list map option result future stream own borrow'.split(' '),
)

/** Says of each import and export whether it is nothing but types of values: such a type, or an interface of them. */
export function markTypesOnly(inspection: Inspection): Inspection {
  const { types } = inspection
  const mark = (item: InspectedItem): InspectedItem =>
    isNothingElse(item, types) ? { ...item, typesOnly: true } : item
  return { ...inspection, imports: inspection.imports.map(mark), exports: inspection.exports.map(mark) }
}

function isNothingElse(
  { kind, type: ref }: InspectedItem,
  types: readonly ComponentTypeDefinition[],
): boolean {
  if (kind === 'type') return ref !== null && isOfValues(ref, types)
  const definition = typeof ref === 'number' ? types[ref] : undefined
  return (
    kind === 'interface' &&
    definition?.kind === 'interface' &&
    // A type has an entry of its own; what is a primitive one right here is a value.
    definition.exports.every(({ type }) => typeof type === 'number' && isOfValues(type, types))
  )
}

/** Another name of a resource is a resource. */
function isOfValues(type: TypeRef, types: readonly ComponentTypeDefinition[]): boolean {
  let found = type
  for (let steps = 0; steps <= types.length; steps += 1) {
    if (typeof found === 'string') return true
    const definition = types[found]
    if (definition?.kind !== 'alias') return definition !== undefined && valueKinds.has(definition.kind)
    found = definition.type
  }
  return false
}
