import type { Definition, Func, Interface, Type } from './random-interface.ts'

/** What stands at a place of an interface: one of these, or nothing. */
export type Part = Interface | Definition | Func | Type | null

/**
 * Follows a place as findings write it: `interface a:b/c / function f / parameter x / field y`.
 *
 * @returns What is there; `undefined` where the place leads nowhere.
 */
export function partAt(whole: Interface, place: string): Part | undefined {
  const [, ...steps] = place.split(' / ')
  let part: Part | undefined = whole
  for (const step of steps) {
    if (part === undefined || part === null) return undefined
    part = inside(whole, part, step)
  }
  return resolve(whole, part)
}

function inside(whole: Interface, outer: Part, step: string): Part | undefined {
  const part = resolve(whole, outer)
  if (part === null || part === undefined) return undefined
  const name = step.replace(/^.* /, '')
  if ('functions' in part) {
    const list: readonly (Func | Definition)[] = step.startsWith('function ')
      ? part.functions
      : part.definitions
    return list.find((one) => one.name === name)
  }
  if ('params' in part)
    return step === 'result' ? part.result : part.params.find((one) => one.name === name)?.type
  if ('entries' in part) return part.entries.find((one) => one.name === name)?.type
  if (!('items' in part)) return undefined
  const at = step.startsWith('item ') ? Number(name) : step === 'result error' ? 1 : 0
  return part.items[at]
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
