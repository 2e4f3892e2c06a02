import { AirlockError, toPascalCase } from '@wasm-airlock/shared'
import type { WitResolution } from '@wasm-airlock/wac'
import type { NamedNode } from './wit-node.ts'

/** Name of the interface that a type belongs to; the key of the world for one that is written in it. */
export function ownerName(resolution: WitResolution, { owner }: NamedNode): string | undefined {
  if ('world' in owner) return undefined
  const name = resolution.interfaces[owner.interface]?.name
  if (name != null) return name
  for (const world of resolution.worlds)
    for (const items of [world.exports, world.imports])
      for (const [key, item] of Object.entries(items))
        if ('interface' in item && item.interface.id === owner.interface) return key
  return undefined
}

/**
 * A name for each type in the code: its own, with that of its interface before it where another has it.
 *
 * @param convert One of the conversions of names.
 * @param taken What the language, or the code, uses for other things.
 * @throws AirlockError `world-unsupported` where that does not help.
 */
export function nameTypes(
  types: readonly NamedNode[],
  resolution: WitResolution,
  convert: (name: string) => string,
  taken: ReadonlySet<string> = new Set(),
): ReadonlyMap<NamedNode, string> {
  const names = new Map<NamedNode, string>()
  const used = new Set(taken)
  for (const type of types) {
    const own = convert(type.name)
    const name = used.has(own) ? toPascalCase(`${ownerName(resolution, type) ?? 'world'}-${type.name}`) : own
    if (used.has(name))
      throw new AirlockError('world-unsupported', `Two types of the world are called ${name} in the code.`, {
        item: type.name,
      })
    used.add(name)
    names.set(type, name)
  }
  return names
}
