import type { WitType as ResolvedType, WitResolution } from '@wasm-airlock/wac'

/** A WIT type as a tree; types with a name of their own stay a name, so that the tree stays small. */
export type WitType = { readonly text: string } & (
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'list' | 'option'; readonly of: WitType }
  | { readonly kind: 'tuple'; readonly items: readonly WitType[] }
  | { readonly kind: 'result'; readonly ok: WitType | null; readonly err: WitType | null }
  | { readonly kind: 'named'; readonly sort: string }
)

/** Each type is read once: a few lines of nested tuples would double with every level. */
const known = new WeakMap<WitResolution, Map<number, WitType>>()

/** Reads a type of a resolved WIT package. */
export function readType(resolve: WitResolution, type: ResolvedType): WitType {
  if (typeof type === 'string') return { kind: 'primitive', name: type, text: type }
  const types = known.get(resolve) ?? new Map<number, WitType>()
  known.set(resolve, types)
  const read = types.get(type) ?? readDefinition(resolve, type)
  types.set(type, read)
  return read
}

function readDefinition(resolve: WitResolution, type: number): WitType {
  const definition = resolve.types[type]
  if (definition === undefined) return { kind: 'named', sort: 'unknown', text: '_' }
  const name = definition.name ?? undefined
  const kind = definition.kind
  if (typeof kind === 'string') return { kind: 'named', sort: kind, text: name ?? '_' }
  const [[sort = '', value] = []] = Object.entries(kind) as [string, unknown][]
  const read = (inner: unknown) => readType(resolve, inner as ResolvedType)
  const optional = (inner: unknown) => (inner === null || inner === undefined ? null : read(inner))
  switch (sort) {
    case 'type':
      return { ...read(value), text: name ?? read(value).text }
    case 'list':
    case 'option': {
      const of = read(value)
      return { kind: sort, of, text: name ?? `${sort}<${of.text}>` }
    }
    case 'tuple': {
      const items = (value as { types: readonly unknown[] }).types.map(read)
      return { kind: 'tuple', items, text: name ?? `tuple<${items.map((item) => item.text).join(', ')}>` }
    }
    case 'result': {
      const { ok, err } = value as { ok?: unknown; err?: unknown }
      const result = { kind: 'result', ok: optional(ok), err: optional(err) } as const
      return { ...result, text: name ?? resultText(result.ok, result.err) }
    }
    case 'handle': {
      const [[handle = '', resource] = []] = Object.entries(value as object) as [string, unknown][]
      const text = read(resource).text
      return { kind: 'named', sort: 'handle', text: handle === 'borrow' ? `borrow<${text}>` : text }
    }
    default:
      return { kind: 'named', sort, text: name ?? sort }
  }
}

function resultText(ok: WitType | null, err: WitType | null): string {
  if (err === null) return ok === null ? 'result' : `result<${ok.text}>`
  return `result<${ok?.text ?? '_'}, ${err.text}>`
}
