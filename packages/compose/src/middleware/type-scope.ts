import type { ComponentTypeDefinition, TypeRef } from '@wasm-airlock/wac'
import { type TypeTable, withoutAliases } from './value-shape.ts'

/**
 * Writes types into one scope of a component: its outermost one, the type of an instance, a component inside.
 * Each type is written once, where it is first asked for.
 */
export interface TypeScope {
  /** How the scope calls a type: `string`, `$a12`. */
  refer(type: TypeRef): string
  /** The definitions so far, in an order in which each comes after what it needs. */
  readonly lines: string[]
}

/** What a scope calls a type that has a name there; `undefined` for one without. It may add lines before. */
export type NameIn = (index: number, define: () => string, lines: string[]) => string | undefined

/**
 * @param types Types that `createTypeCheck` accepts.
 * @param prefix Tells the identifiers of this scope from those of the scopes around it.
 * @param nameOf Is asked once for each type that is no alias. Records, variants, enums and flags have to have a
 * name, or the component is not valid.
 */
export function createTypeScope(types: TypeTable, prefix: string, nameOf: NameIn): TypeScope {
  const lines: string[] = []
  const known = new Map<number, string>()

  const refer = (type: TypeRef): string => {
    const found = withoutAliases(types, type)
    if (typeof found === 'string') return found
    const before = known.get(found)
    if (before !== undefined) return before
    const define = () => {
      const text = definitionText(types[found], refer)
      const id = `$${prefix}d${found}`
      lines.push(`(type ${id} ${text})`)
      return id
    }
    const id = nameOf(found, define, lines) ?? define()
    known.set(found, id)
    return id
  }
  return { refer, lines }
}

/** Names have been checked: they are words of letters and digits with dashes between. */
function definitionText(
  definition: ComponentTypeDefinition | undefined,
  refer: (type: TypeRef) => string,
): string {
  const list = <T>(items: readonly T[], print: (item: T) => string) => items.map(print).join(' ')
  switch (definition?.kind) {
    case 'record':
      return `(record ${list(definition.fields, ({ name, type }) => `(field "${name}" ${refer(type)})`)})`
    case 'variant':
      return `(variant ${list(definition.cases, ({ name, type }) => `(case "${name}"${type === null ? '' : ` ${refer(type)}`})`)})`
    case 'enum':
      return `(enum ${list(definition.cases, (name) => `"${name}"`)})`
    case 'flags':
      return `(flags ${list(definition.flags, (name) => `"${name}"`)})`
    case 'tuple':
      return `(tuple ${list(definition.items, refer)})`
    case 'list':
      return `(list ${refer(definition.element)}${definition.length === null ? '' : ` ${definition.length}`})`
    case 'map':
      return `(map ${refer(definition.key)} ${refer(definition.value)})`
    case 'option':
      return `(option ${refer(definition.payload)})`
    case 'result': {
      const ok = definition.ok === null ? '' : ` ${refer(definition.ok)}`
      const error = definition.error === null ? '' : ` (error ${refer(definition.error)})`
      return `(result${ok}${error})`
    }
  }
  throw new TypeError(`No type of values: ${String(definition?.kind)}`)
}
