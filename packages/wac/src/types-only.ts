import type { InspectedItem, Inspection } from './inspect.ts'
import type { ComponentTypeDefinition } from './type-table.ts'

/** What an interface may hold that is not a mere promise about values. */
const more: ReadonlySet<string> = new Set(['function', 'resource', 'interface', 'component', 'module'])

/** Says of each import and export whether it is an interface of nothing but types. */
export function markTypesOnly(inspection: Inspection): Inspection {
  const { types } = inspection
  const mark = (item: InspectedItem): InspectedItem =>
    holdsTypesOnly(item, types) ? { ...item, typesOnly: true } : item
  return { ...inspection, imports: inspection.imports.map(mark), exports: inspection.exports.map(mark) }
}

function holdsTypesOnly(
  { kind, type: ref }: InspectedItem,
  types: readonly ComponentTypeDefinition[],
): boolean {
  const definition = typeof ref === 'number' ? types[ref] : undefined
  return (
    kind === 'interface' &&
    definition?.kind === 'interface' &&
    definition.exports.every(({ type }) => {
      // A type has an entry of its own; what is a primitive one right here is a value.
      const kind = typeof type === 'number' ? types[type]?.kind : undefined
      return kind !== undefined && !more.has(kind)
    })
  )
}
