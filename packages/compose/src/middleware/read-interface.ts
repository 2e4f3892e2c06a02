import { AirlockError, parseInterfaceName } from '@wasm-airlock/shared'
import type { FunctionType, TypedEntry } from '@wasm-airlock/wac'
import type { MiddlewareInterface } from './build-chain.ts'
import type { TypeTable } from './value-shape.ts'
import { createTypeCheck, isPlainName, type UnsupportedType } from './value-type.ts'

export interface NamedFunction {
  readonly name: string
  readonly params: FunctionType['params']
  readonly result: FunctionType['result']
}

/** An interface whose functions and types can all be handed on. */
export interface ReadInterface {
  readonly name: string
  readonly types: TypeTable
  /** The types that it gives names to. */
  readonly named: readonly TypedEntry[]
  readonly functions: readonly NamedFunction[]
}

/** A function, or something else of an interface, that a middleware cannot hand on. */
interface Unsupported {
  /** `INTERFACE#FUNCTION`. */
  readonly item: string
  readonly reason: string
}

/**
 * Reads an interface that a middleware is to stand in for.
 *
 * @param source The interface.
 * @param refuse Says what else is wrong with a function whose types are fine.
 * @throws AirlockError `middleware-unsupported` for the first thing that does not work, with all of them in
 * `details.unsupported`.
 */
export function readInterface(
  { name, types, type }: MiddlewareInterface,
  refuse: (func: NamedFunction) => string | undefined = () => undefined,
): ReadInterface {
  if ((parseInterfaceName(name) === undefined || name.includes('%')) && !isPlainName(name))
    throw unsupportedError([{ item: name, reason: 'has a name that WIT does not allow.' }])
  const definition = types[type]
  if (definition?.kind !== 'interface') throw unsupportedError([{ item: name, reason: 'is no interface.' }])

  const unsupported: Unsupported[] = []
  const named: TypedEntry[] = []
  const functions: NamedFunction[] = []
  const unsupportedType = createTypeCheck(types)
  for (const entry of definition.exports) {
    const func = typeof entry.type === 'number' ? types[entry.type] : undefined
    const reason =
      func?.kind === 'function'
        ? (unsupportedFunction(entry.name, func, unsupportedType) ??
          refuse({ name: entry.name, params: func.params, result: func.result }))
        : unsupportedNamed(entry, unsupportedType)
    if (reason !== undefined) unsupported.push({ item: `${name}#${entry.name}`, reason })
    else if (func?.kind === 'function')
      functions.push({ name: entry.name, params: func.params, result: func.result })
    else named.push(entry)
  }
  if (unsupported.length === 0 && functions.length === 0)
    throw unsupportedError([{ item: name, reason: 'has no functions.' }])
  if (unsupported.length > 0) throw unsupportedError(unsupported)
  return { name, types, named, functions }
}

function unsupportedFunction(name: string, func: FunctionType, check: UnsupportedType): string | undefined {
  if (func.role !== 'freestanding') return 'belongs to a resource.'
  if (func.async) return 'is async.'
  const badName = [name, ...func.params.map((param) => param.name)].find((one) => !isPlainName(one))
  if (badName !== undefined) return `has the name \`${badName}\`, which WIT does not allow.`
  for (const type of [
    ...func.params.map((param) => param.type),
    ...(func.result === null ? [] : [func.result]),
  ]) {
    const reason = check(type)
    if (reason !== null) return `takes or returns ${reason}.`
  }
  return undefined
}

function unsupportedNamed({ name, type }: TypedEntry, check: UnsupportedType): string | undefined {
  const reason = check(type)
  if (reason === 'a resource') return 'is a resource.'
  if (reason !== null) return `is or holds ${reason}.`
  return isPlainName(name) ? undefined : 'has a name that WIT does not allow.'
}

/** The error for what a middleware cannot hand on; there is at least one such thing. */
export function unsupportedError(unsupported: readonly Unsupported[]): AirlockError {
  const [first = { item: '', reason: 'cannot be handed on.' }, ...others] = unsupported
  const more = others.length === 0 ? '' : ` So is it with ${others.length} more of the interface.`
  return new AirlockError(
    'middleware-unsupported',
    `Several components cannot stand behind \`${first.item}\`: it ${first.reason}${more}`,
    { item: first.item, details: { unsupported } },
  )
}
