import type { TypeRef } from '@wasm-airlock/wac'
import { type TypeTable, withoutAliases } from './value-shape.ts'

/** A number for each type, the same for types that are made of the same parts. */
export type StructureOf = (type: TypeRef) => number

/** @param types Types that `createTypeCheck` accepts. */
export function createStructures(types: TypeTable): StructureOf {
  const numbers = new Map<string, number>()
  const known = new Map<TypeRef, number>()
  const structureOf = (type: TypeRef): number => {
    const key = withoutAliases(types, type)
    const before = known.get(key)
    if (before !== undefined) return before
    const text = describe(key)
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    known.set(key, number)
    return number
  }
  const describe = (type: TypeRef): string => {
    const definition = typeof type === 'number' ? types[type] : undefined
    if (definition === undefined) return String(type)
    // All that tells types apart but their own names and indexes.
    const { name: _name, owner: _owner, ...rest } = definition as { name?: unknown; owner?: unknown }
    const isPart = (key: string) =>
      ['type', 'element', 'key', 'value', 'payload', 'ok', 'error'].includes(key)
    return JSON.stringify(rest, (key, value) => {
      if (isPart(key) && value !== null) return structureOf(value as TypeRef)
      if (key === 'items') return (value as readonly TypeRef[]).map(structureOf)
      return value
    })
  }
  return structureOf
}
