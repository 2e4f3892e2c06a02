import type { Definition, Func, Interface, Type } from './random-interface.ts'

/** What stands at a place of an interface: one of these, or nothing. */
export type Part = Interface | Definition | Func | Type | null

/**
 * Follows a place as findings write it: `interface a:b/c / function f / parameter x / field y`.
 *
 * @returns What is there, and all that a reader passes on the way inside of the member of the interface;
 *   `undefined` for what is not there.
 */
export function follow(
  whole: Interface,
  place: string,
): { part: Part | undefined; before: (Part | undefined)[] } {
  const before: (Part | undefined)[] = []
  let part: Part | undefined = whole
  for (const step of place.split(' / ').slice(1)) {
    const all = childrenOf(resolve(whole, part))
    const at = all.findIndex(([name]) => name === step)
    if (part !== whole) before.push(...all.slice(0, Math.max(at, 0)).map(([, child]) => child))
    part = all[at]?.[1]
  }
  return { part: resolve(whole, part), before }
}

const words = { record: 'field', variant: 'case', enum: 'case', flags: 'flag' } as const

/** What is inside of a part, in its order, with what a place calls it. */
function childrenOf(part: Part | undefined): (readonly [step: string, child: Part])[] {
  if (part === null || part === undefined) return []
  if ('functions' in part) {
    const types = part.definitions.map((one) => [`type ${one.name}`, one] as const)
    return [...types, ...part.functions.map((one) => [`function ${one.name}`, one] as const)]
  }
  if ('params' in part) {
    return [
      ...part.params.map(({ name, type }) => [`parameter ${name}`, type] as const),
      ['result', part.result],
    ]
  }
  if ('entries' in part) return part.entries.map(({ name, type }) => [`${words[part.kind]} ${name}`, type])
  if (!('items' in part)) return []
  if (part.kind === 'tuple') return part.items.map((item, index) => [`item ${index}`, item])
  if (part.kind === 'result')
    return [
      ['result ok', part.items[0]],
      ['result error', part.items[1]],
    ]
  return [[part.kind === 'list' ? 'list element' : 'option', part.items[0]]]
}

/** A type that is called by its name is what that name stands for. */
function resolve(whole: Interface, part: Part | undefined): Part | undefined {
  if (part === null || part === undefined || !('kind' in part) || part.kind !== 'named') return part
  return whole.definitions.find(({ name }) => name === part.name)
}

/** What a part is by itself, whatever is inside of it. */
export function shapeOf(part: Part | undefined): string {
  if (part === null || part === undefined) return 'nothing'
  if ('functions' in part) return 'interface'
  if ('params' in part)
    return `function ${part.params.map(({ name }) => name).join()} -> ${part.result !== null}`
  if ('entries' in part) return `${part.kind} ${part.entries.map(({ name }) => name).join()}`
  return 'items' in part ? `${part.kind} ${part.items.length}` : part.name
}

/** A part with everything in it, names of types replaced by what they stand for: the same for equal ones. */
export function spellOut(whole: Interface, part: Part | undefined): unknown {
  const resolved = resolve(whole, part)
  if (resolved === null || resolved === undefined) return null
  const inner = (type: Part) => spellOut(whole, type)
  if ('functions' in resolved) return [...resolved.definitions, ...resolved.functions].map(inner)
  if ('params' in resolved) {
    return [resolved.params.map(({ name, type }) => [name, inner(type)]), inner(resolved.result)]
  }
  if ('entries' in resolved)
    return [resolved.kind, resolved.entries.map(({ name, type }) => [name, inner(type)])]
  return 'items' in resolved ? [resolved.kind, resolved.items.map(inner)] : resolved.name
}
