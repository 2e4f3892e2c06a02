import type { Random } from '../../../../../tools/random.ts'

/** A type of WIT as a tree. */
export type Type =
  | { readonly kind: 'primitive' | 'named'; readonly name: string }
  | { readonly kind: 'list' | 'option'; readonly items: readonly [Type] }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'result'; readonly items: readonly [Type | null, Type | null] }

/** What has names in an order, and a name of its own. */
export interface Definition {
  readonly name: string
  readonly kind: 'record' | 'variant' | 'enum' | 'flags'
  readonly entries: readonly { readonly name: string; readonly type: Type | null }[]
}

export interface Func {
  readonly name: string
  readonly params: readonly { readonly name: string; readonly type: Type }[]
  readonly result: Type | null
}

/** An interface; its functions and definitions come in the order of their names. */
export interface Interface {
  readonly definitions: readonly Definition[]
  readonly functions: readonly Func[]
}

const primitives = [
  ...['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'],
  ...['f32', 'f64', 'bool', 'char', 'string'],
]

export function randomInterface(random: Random): Interface {
  const definitions: Definition[] = []
  for (let index = random.below(5); index > 0; index--) {
    definitions.push(randomDefinition(random, `t${definitions.length}`, namesOf(definitions)))
  }
  const functions = Array.from({ length: 1 + random.below(4) }, (_, index) =>
    randomFunction(random, `f${index}`, namesOf(definitions)),
  )
  return { definitions, functions }
}

function namesOf(definitions: readonly Definition[]): string[] {
  return definitions.map(({ name }) => name)
}

function randomDefinition(random: Random, name: string, known: readonly string[]): Definition {
  const kind = random.pick(['record', 'variant', 'enum', 'flags'] as const)
  const entries = Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    name: `e${index}`,
    type: entryType(random, kind, known),
  }))
  return { name, kind, entries }
}

function entryType(random: Random, kind: Definition['kind'], known: readonly string[]): Type | null {
  if (kind === 'record') return randomType(random, known)
  return kind === 'variant' && random.oneIn(2) ? randomType(random, known) : null
}

export function randomFunction(random: Random, name: string, known: readonly string[]): Func {
  const params = Array.from({ length: random.below(4) }, (_, index) => ({
    name: `p${index}`,
    type: randomType(random, known),
  }))
  return { name, params, result: random.oneIn(3) ? null : randomType(random, known) }
}

export function randomType(random: Random, known: readonly string[], depth = 3): Type {
  const inner = () => randomType(random, known, depth - 1)
  const kind = depth === 0 ? 0 : random.below(9)
  if (kind === 4) return { kind: 'list', items: [inner()] }
  if (kind === 5) return { kind: 'option', items: [inner()] }
  if (kind === 6) return { kind: 'tuple', items: Array.from({ length: 1 + random.below(3) }, inner) }
  if (kind === 7) {
    return { kind: 'result', items: [random.oneIn(3) ? null : inner(), random.oneIn(3) ? null : inner()] }
  }
  return kind === 8 && known.length > 0
    ? { kind: 'named', name: random.pick(known) }
    : { kind: 'primitive', name: random.pick(primitives) }
}
