import type { TypeRef } from '@wasm-airlock/wac'
import type { NamedFunction } from './read-interface.ts'
import { createStructures } from './structure.ts'
import { type TypeTable, withoutAliases } from './value-shape.ts'

/** Tells which functions can be called one after the other, the result of one being the input of the next. */
export interface Chainability {
  /** Why a function cannot; `undefined` where it can. */
  refuse(func: NamedFunction): string | undefined
  /** Does it return a `result` with what it takes, rather than just what it takes? */
  isFallible(func: NamedFunction): boolean
}

/** @param types Types of which only those are looked at that `createTypeCheck` accepts. */
export function createChainability(types: TypeTable): Chainability {
  const structureOf = createStructures(types)
  const isSame = (one: TypeRef, other: TypeRef) => structureOf(one) === structureOf(other)

  const isFallible: Chainability['isFallible'] = ({ params: [first], result }) => {
    if (first === undefined || result === null || isSame(result, first.type)) return false
    const found = withoutAliases(types, result)
    const definition = typeof found === 'number' ? types[found] : undefined
    return definition?.kind === 'result' && definition.ok !== null && isSame(definition.ok, first.type)
  }
  const refuse: Chainability['refuse'] = (func) => {
    const [first] = func.params
    if (first === undefined) return 'has no parameter that could be handed on.'
    if (func.result === null) return 'has no result that could be handed on.'
    if (isSame(func.result, first.type) || isFallible(func)) return undefined
    return `returns neither the type of its first parameter, \`${first.name}\`, nor a \`result\` of it.`
  }
  return { refuse, isFallible }
}
