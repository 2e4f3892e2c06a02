import { parseInterfaceName } from '@wasm-airlock/shared'
import type { TypeRef } from '@wasm-airlock/wac'
import { firstNames } from './interface-types.ts'
import { type ReadInterface, unsupportedError } from './read-interface.ts'
import { createTypeScope } from './type-scope.ts'
import { type TypeTable, withoutAliases } from './value-shape.ts'
import { isPlainName, partsOf } from './value-type.ts'

/** Types that an interface needs and has no names for: parts of those that it uses of other interfaces. */
export interface ForeignTypes {
  /** Index of the type → its identifier in the outermost scope. */
  readonly ids: ReadonlyMap<number, string>
  /** The imports that they come from. */
  readonly lines: readonly string[]
}

interface ForeignType {
  readonly name: string
  readonly owner: string
}

/**
 * Imports of the types that need a name and have none in the interface: they come from the interfaces that define
 * them, as they do in the application.
 *
 * @param source The interface.
 * @param reserved Name of an import that there is already.
 * @throws AirlockError `middleware-unsupported` where such a type belongs to no other interface.
 */
export function writeForeignTypes(source: ReadInterface, reserved?: string): ForeignTypes {
  const { types } = source
  const names = firstNames(source)
  const refuse = (reason: string) => unsupportedError([{ item: source.name, reason }])
  const foreign = new Map<number, ForeignType>()
  for (const index of typesOf(source)) {
    const { kind, name, owner } = types[index] as { kind: string; name: string | null; owner: string | null }
    if (!needsName.has(kind) || names.has(index)) continue
    const isUsable = name !== null && owner !== null && owner !== source.name && owner !== reserved
    if (!isUsable || !isPlainName(name) || owner.includes('%') || parseInterfaceName(owner) === undefined)
      throw refuse(`needs a ${kind} that belongs to no other interface.`)
    foreign.set(index, { name, owner })
  }

  const ids = new Map([...foreign.keys()].map((index) => [index, `$n${index}`]))
  const lines: string[] = []
  const begun = new Map<string, boolean>()
  /** Writes the import of an interface behind those that it needs itself. */
  const writeOwner = (owner: string) => {
    if (begun.get(owner) === false) throw refuse(`uses interfaces that need each other: \`${owner}\`.`)
    if (begun.has(owner)) return
    begun.set(owner, false)
    const prefix = `f${begun.size}`
    const scope = createTypeScope(types, prefix, (index, define, inner) => {
      const found = foreign.get(index)
      if (found !== undefined && found.owner !== owner) writeOwner(found.owner)
      if (found?.owner !== owner) return ids.get(index)
      inner.push(`(export "${found.name}" (type $${prefix}t${index} (eq ${define()})))`)
      return `$${prefix}t${index}`
    })
    const own = [...foreign].filter(([, found]) => found.owner === owner)
    for (const [index] of own) scope.refer(index)
    lines.push(`(import "${owner}" (instance $${prefix}\n${scope.lines.join('\n')}))`)
    for (const [index, { name }] of own) lines.push(`(alias export $${prefix} "${name}" (type $n${index}))`)
    begun.set(owner, true)
  }
  for (const { owner } of foreign.values()) writeOwner(owner)
  return { ids, lines }
}

const needsName = new Set(['record', 'variant', 'enum', 'flags'])

/** Every type that an interface is made of, but for aliases and primitive ones. */
export function typesOf({ types, functions, named }: ReadInterface): ReadonlySet<number> {
  const found = new Set<number>()
  const visit = (type: TypeRef | null) => {
    const index = type === null ? 'u8' : withoutAliases(types, type)
    if (typeof index === 'string' || found.has(index)) return
    found.add(index)
    for (const part of partsIn(types, index)) visit(part)
  }
  for (const { params, result } of functions)
    for (const type of [...params.map((param) => param.type), result]) visit(type)
  for (const { type } of named) visit(type)
  return found
}

function partsIn(types: TypeTable, index: number): readonly TypeRef[] {
  const definition = types[index]
  const parts = definition === undefined ? [] : partsOf(definition)
  return typeof parts === 'string' ? [] : parts
}
