import type { NamedFunction, ReadInterface } from './read-interface.ts'
import { createTypeScope, type TypeScope } from './type-scope.ts'
import { withoutAliases } from './value-shape.ts'

/** Identifiers in the outermost scope of types that the interface itself gives no name to. */
export type OuterTypes = ReadonlyMap<number, string>

/** The first name of each type of the interface that is not just a primitive one, by its index. */
export function firstNames({ named, types }: ReadInterface): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const { name, type } of named) {
    const found = withoutAliases(types, type)
    if (typeof found === 'number' && !names.has(found)) names.set(found, name)
  }
  return names
}

/** What is in the type of an instance that has the interface: what each link is imported as. */
export function writeInstanceType(source: ReadInterface, outer: OuterTypes): string {
  const names = firstNames(source)
  const scope = createTypeScope(source.types, 'i', (index, define, lines) => {
    const name = names.get(index)
    if (name === undefined) return outer.get(index)
    lines.push(`(export "${name}" (type $i${index} (eq ${define()})))`)
    return `$i${index}`
  })
  for (const { type } of source.named) scope.refer(type)
  const others = writeOtherNames(source, scope, names, (name, id) => `(export "${name}" (type (eq ${id})))`)
  const functions = source.functions.map((func) => {
    const type = writeFunctionType(func, scope)
    return `(export "${func.name}" (func ${type}))`
  })
  return [...scope.lines, ...others, ...functions].join('\n')
}

/** The names of an interface beside the first one of each type: of primitive types, and second names. */
export function writeOtherNames(
  { named, types }: ReadInterface,
  scope: TypeScope,
  names: ReadonlyMap<number, string>,
  write: (name: string, id: string) => string,
): string[] {
  const lines: string[] = []
  for (const [index, { name, type }] of named.entries()) {
    const found = withoutAliases(types, type)
    if (typeof found === 'number' && names.get(found) === name) continue
    const id = typeof found === 'string' ? `$primitive${index}` : scope.refer(found)
    if (typeof found === 'string') lines.push(`(type ${id} ${found})`)
    lines.push(write(name, id))
  }
  return lines
}

/** Parameters and result of a function, as a scope writes their types. */
export function writeFunctionType({ params, result }: NamedFunction, scope: TypeScope): string {
  const written = params.map(({ name, type }) => `(param "${name}" ${scope.refer(type)})`)
  return [...written, ...(result === null ? [] : [`(result ${scope.refer(result)})`])].join(' ')
}
