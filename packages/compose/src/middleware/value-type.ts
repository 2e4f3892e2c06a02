import { isWitName } from '@wasm-airlock/shared'
import type { ComponentTypeDefinition, TypeRef } from '@wasm-airlock/wac'
import { createLayouts } from './layout.ts'
import { isPrimitive, type TypeTable } from './value-shape.ts'

const maximumDepth = 50
const maximumTypes = 4000
const maximumBytes = 1024 * 1024

/** Says why values of a type cannot be handed on; `null` where they can. */
export type UnsupportedType = (type: TypeRef) => string | null

/** Is this a name that a component may have, and text of the WebAssembly text format as it is? */
export function isPlainName(name: string): boolean {
  return isWitName(name) && !name.startsWith('%') && name.length <= 1000
}

/**
 * What keeps types from being handed on. Nothing else here looks at a type before this has: it is what bounds the
 * depth of types that strangers nest, their number and their size.
 *
 * @param types The table of types.
 */
export function createTypeCheck(types: TypeTable): UnsupportedType {
  /** How deep the type nests, or what is wrong with it. */
  const known = new Map<number, number | string>()

  const check = (type: TypeRef, level: number): number | string => {
    if (typeof type === 'string') return isPrimitive(type) ? 0 : `\`${type}\` cannot be handed on`
    const depth = known.get(type) ?? inspect(type, level)
    if (typeof depth === 'number' && level + depth > maximumDepth) return tooDeep
    // What is too deep here may be used further up elsewhere.
    if (depth !== tooDeep) known.set(type, depth)
    return depth
  }

  const inspect = (type: number, level: number): number | string => {
    if (level >= maximumDepth) return tooDeep
    if (known.size >= maximumTypes) return `more than ${maximumTypes} types`
    const definition = types[type]
    const parts = definition === undefined ? 'a type that is not there' : partsOf(definition)
    if (typeof parts === 'string') return parts
    let depth = 0
    for (const part of parts) {
      const inner = check(part, level + 1)
      if (typeof inner === 'string') return inner
      depth = Math.max(depth, inner + 1)
    }
    return depth
  }

  const layoutOf = createLayouts(types)
  return (type) => {
    const depth = check(type, 0)
    if (typeof depth === 'string') return depth
    return layoutOf(type).size <= maximumBytes ? null : `a type of more than ${maximumBytes} bytes`
  }
}

const tooDeep = `types nested deeper than ${maximumDepth}`

/** The types that a type of values is made of, or why it is none. */
export function partsOf(definition: ComponentTypeDefinition): readonly TypeRef[] | string {
  switch (definition.kind) {
    case 'record':
      return named(definition.fields) ?? definition.fields.map(({ type }) => type)
    case 'variant':
      return named(definition.cases) ?? present(definition.cases.map(({ type }) => type))
    case 'enum':
      return named(definition.cases.map((name) => ({ name }))) ?? []
    case 'flags':
      if (definition.flags.length > 32) return 'more than 32 flags'
      return named(definition.flags.map((name) => ({ name }))) ?? []
    case 'tuple':
      return definition.items.length === 0 ? 'a type without any part' : definition.items
    case 'list':
      return definition.length === 0 ? 'a type without any part' : [definition.element]
    case 'map':
      return [definition.key, definition.value]
    case 'option':
      return [definition.payload]
    case 'result':
      return present([definition.ok, definition.error])
    case 'alias':
      return [definition.type]
    case 'own':
    case 'borrow':
    case 'resource':
      return 'a resource'
    case 'future':
    case 'stream':
      return `a ${definition.kind}`
    default:
      return `a ${definition.kind}, which is no type of values`
  }
}

function present(list: readonly (TypeRef | null)[]): readonly TypeRef[] {
  return list.filter((type) => type !== null)
}

function named(entries: readonly { readonly name: string }[]): string | undefined {
  if (entries.length === 0) return 'a type without any part'
  const bad = entries.find(({ name }) => !isPlainName(name))
  return bad && `the name \`${bad.name}\`, which WIT does not allow`
}
