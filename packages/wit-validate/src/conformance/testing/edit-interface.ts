import type { Random } from '../../../../../tools/random.ts'
import {
  type Definition,
  type Func,
  type Interface,
  randomFunction,
  randomType,
  type Type,
} from './random-interface.ts'

/** The interface with one thing in it changed: a type, a name, an order, a number. It may come out the same. */
export function editInterface({ definitions, functions }: Interface, random: Random): Interface {
  const known = definitions.map(({ name }) => name)
  if (definitions.length > 0 && random.oneIn(2)) {
    const at = random.below(definitions.length)
    return {
      definitions: definitions.map((one, index) => (index === at ? editDefinition(one, random) : one)),
      functions,
    }
  }
  const at = random.below(functions.length)
  if (functions.length > 1 && random.oneIn(8)) {
    return { definitions, functions: functions.filter((_, index) => index !== at) }
  }
  const edited = functions.map((one, index) => (index === at ? editFunction(one, known, random) : one))
  return { definitions, functions: edited }
}

function editDefinition({ name, kind, entries }: Definition, random: Random): Definition {
  const at = random.below(entries.length)
  const entry = entries[at] ?? { name: 'e0', type: null }
  const choice = random.below(5)
  if (choice === 0)
    return { name, kind, entries: replaceAt(entries, at, { ...entry, name: newName(random) }) }
  if (choice === 1) return { name, kind, entries: [...entries, { ...entry, name: newName(random) }] }
  if (choice === 2 && entries.length > 1) return { name, kind, entries: entries.toSpliced(at, 1) }
  if (choice === 3 && kind === 'enum') return { name, kind: 'flags', entries }
  if (kind === 'enum' || kind === 'flags') return { name, kind, entries: entries.toReversed() }
  const type = entry.type === null ? randomType(random, [], 1) : editType(entry.type, random)
  return { name, kind, entries: replaceAt(entries, at, { ...entry, type }) }
}

function editFunction({ name, params, result }: Func, known: readonly string[], random: Random): Func {
  if (random.oneIn(6)) return randomFunction(random, name, known)
  const at = random.below(params.length + 1)
  const param = params[at]
  if (param === undefined) {
    const changed = result === null || random.oneIn(4) ? randomType(random, known) : editType(result, random)
    return { name, params, result: random.oneIn(8) ? null : changed }
  }
  if (random.oneIn(4))
    return { name, params: replaceAt(params, at, { ...param, name: newName(random) }), result }
  return { name, params: replaceAt(params, at, { ...param, type: editType(param.type, random) }), result }
}

function newName(random: Random): string {
  return `new${random.below(1_000_000)}`
}

/** Somewhere inside, as often as not. */
function editType(type: Type, random: Random): Type {
  if (!('items' in type) || random.oneIn(3)) return randomType(random, [], 1)
  const at = random.below(type.items.length)
  const old = type.items[at] ?? null
  const edited = old === null ? randomType(random, [], 1) : editType(old, random)
  return { ...type, items: replaceAt(type.items, at, edited) } as Type
}

function replaceAt<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((one, index) => (index === at ? item : one))
}
