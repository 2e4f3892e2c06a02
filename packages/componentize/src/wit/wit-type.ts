import type { Resolve, ResolveType } from './resolve.ts'

/** A WIT type as a tree; types with a name of their own stay a name, so that the tree stays small. */
export type WitType = { readonly text: string } & (
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'list' | 'option'; readonly of: WitType }
  | { readonly kind: 'tuple'; readonly items: readonly WitType[] }
  | { readonly kind: 'result'; readonly ok: WitType | null; readonly err: WitType | null }
  | { readonly kind: 'named'; readonly sort: string }
)

/** Deeper than anybody writes by hand; nested tuples double with each level. */
const MAX_DEPTH = 6

/** Reads a type of wit-parser's `Resolve`; what is nested too deeply stays a name. */
export function readType(resolve: Resolve, type: ResolveType | null | undefined, depth = 0): WitType {
  if (typeof type === 'string') return { kind: 'primitive', name: type, text: type }
  const definition = typeof type === 'number' ? resolve.types[type] : undefined
  if (definition === undefined) return { kind: 'named', sort: 'unknown', text: '_' }
  const name = definition.name ?? undefined
  const kind = definition.kind
  if (typeof kind !== 'object' || kind === null || depth > MAX_DEPTH)
    return { kind: 'named', sort: typeof kind === 'string' ? kind : 'deep', text: name ?? '_' }
  const [[sort = '', value] = []] = Object.entries(kind) as [string, unknown][]
  const read = (inner: unknown) => readType(resolve, inner as ResolveType, depth + 1)
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
