import { firstNames, type OuterTypes, writeFunctionType, writeOtherNames } from './interface-types.ts'
import type { ReadInterface } from './read-interface.ts'
import { createTypeScope } from './type-scope.ts'

/**
 * The component inside that makes an instance of the interface from its functions: it imports the types and the
 * functions, and exports them under the names of the interface. A function that is exported may only mention types
 * that are exported with it.
 *
 * @param source The interface.
 * @param outer See {@link OuterTypes}.
 * @param idOf The identifier in the outermost scope of a type.
 * @returns Definition of the component, and of the instance `$exported` that is made of it with the functions
 * `$function0`, `$function1`, …
 */
export function writeShim(source: ReadInterface, outer: OuterTypes, idOf: (index: number) => string): string {
  const names = firstNames(source)
  const given: string[] = []
  const imported = createTypeScope(source.types, 's', (index, define, lines) => {
    const id = names.has(index) ? idOf(index) : outer.get(index)
    if (id === undefined) return undefined
    lines.push(`(import "type${index}" (type $s${index} (eq ${define()})))`)
    given.push(`(with "type${index}" (type ${id}))`)
    return `$s${index}`
  })
  for (const { type } of source.named) imported.refer(type)
  const functions = source.functions.map((func, index) => {
    given.push(`(with "function${index}" (func $function${index}))`)
    return `(import "function${index}" (func $f${index} ${writeFunctionType(func, imported)}))`
  })

  const exported = createTypeScope(source.types, 'e', (index, define, lines) => {
    const name = names.get(index)
    if (name === undefined) return outer.has(index) ? imported.refer(index) : undefined
    lines.push(`(export $e${index} "${name}" (type ${define()}))`)
    return `$e${index}`
  })
  for (const { type } of source.named) exported.refer(type)
  const others = writeOtherNames(source, exported, names, (name, id) => `(export "${name}" (type ${id}))`)
  const exports = source.functions.map((func, index) => {
    const type = writeFunctionType(func, exported)
    return `(export "${func.name}" (func $f${index}) (func ${type}))`
  })
  const lines = [...imported.lines, ...functions, ...exported.lines, ...others, ...exports]
  return `(component $shim\n${lines.join('\n')})\n(instance $exported (instantiate $shim ${given.join(' ')}))`
}
