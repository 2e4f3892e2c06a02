import { AirlockError, isWitName } from '@wasm-airlock/shared'
import type { WitResolution, WitType, WitTypeDefinition } from '@wasm-airlock/wac'

/** Where a type is defined: an interface of the world or the world itself. */
type TypeOwner = { readonly interface: number } | { readonly world: number }

export interface WitMember {
  readonly name: string
  readonly type: WitNode
}

/** A type that has a name of its own; `index` is its place in the table of types. */
interface NamedType {
  readonly index: number
  readonly name: string
  readonly owner: TypeOwner
}

/** A WIT type that all languages can write. What is used twice is the same node. */
export type WitNode = {
  /** How many parts it has, all the way down: what it takes to write a value. */
  readonly size: number
} & (
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'list' | 'option'; readonly of: WitNode }
  | { readonly kind: 'tuple'; readonly items: readonly WitNode[] }
  | { readonly kind: 'result'; readonly ok: WitNode | null; readonly err: WitNode | null }
  | NamedNode
)

export type NamedNode = { readonly size: number } & NamedType &
  (
    | { readonly kind: 'record'; readonly fields: readonly WitMember[] }
    | { readonly kind: 'enum' | 'flags'; readonly names: readonly string[] }
    | {
        readonly kind: 'variant'
        readonly cases: readonly { readonly name: string; readonly type: WitNode | null }[]
      }
  )

/** A few lines of nested tuples make a value of any size. */
const maximumSize = 500

const primitives = /^(bool|string|char|[us](8|16|32|64)|f(32|64))$/

/** Reads types of a resolved WIT package, each once. */
export class TypeReader {
  readonly #resolution: WitResolution
  readonly #known = new Map<number, WitNode>()

  constructor(resolution: WitResolution) {
    this.#resolution = resolution
  }

  /**
   * @param item The function that has the type, for the error.
   * @throws AirlockError `world-unsupported` where no plain value is of this type.
   */
  read(type: WitType, item: string): WitNode {
    if (typeof type === 'string') {
      if (!primitives.test(type)) throw unsupported(item, type)
      return { kind: 'primitive', name: type, size: 1 }
    }
    const known = this.#known.get(type)
    if (known !== undefined) return known
    const definition = this.#resolution.types[type]
    if (definition === undefined) throw unsupported(item, 'a type that is not there')
    const node = this.#define(type, definition, item)
    if (node.size > maximumSize) throw unsupported(item, 'a type of very many parts')
    this.#known.set(type, node)
    return node
  }

  #define(index: number, { name, kind, owner }: WitTypeDefinition, item: string): WitNode {
    if (typeof kind === 'string') throw unsupported(item, `the ${kind} ${name ?? ''}`.trim())
    const read = (type: WitType) => this.read(type, item)
    const optional = (type: WitType | null | undefined) => (type == null ? null : read(type))
    if ('type' in kind) return read(kind.type)
    if ('list' in kind) return sized({ kind: 'list', of: read(kind.list) })
    if ('option' in kind) return sized({ kind: 'option', of: read(kind.option) })
    if ('tuple' in kind) return sized({ kind: 'tuple', items: kind.tuple.types.map(read) })
    if ('result' in kind)
      return sized({ kind: 'result', ok: optional(kind.result.ok), err: optional(kind.result.err) })
    if ('handle' in kind) throw unsupported(item, `the resource ${this.#nameOf(kind.handle)}`)
    if (name === null || owner === null) throw unsupported(item, Object.keys(kind).join())
    const own = { index, name: checkName(name), owner }
    if ('record' in kind) {
      const fields = kind.record.fields.map((field) => ({
        name: checkName(field.name),
        type: read(field.type),
      }))
      return sized({ ...own, kind: 'record', fields })
    }
    if ('enum' in kind)
      return sized({ ...own, kind: 'enum', names: kind.enum.cases.map((each) => checkName(each.name)) })
    if ('flags' in kind)
      return sized({ ...own, kind: 'flags', names: kind.flags.flags.map((each) => checkName(each.name)) })
    if ('variant' in kind) {
      const cases = kind.variant.cases.map((each) => ({
        name: checkName(each.name),
        type: optional(each.type),
      }))
      return sized({ ...own, kind: 'variant', cases })
    }
    throw unsupported(item, Object.keys(kind).join())
  }

  #nameOf(handle: Readonly<Record<string, number>>): string {
    const [index = -1] = Object.values(handle)
    return this.#resolution.types[index]?.name ?? ''
  }
}

/** All types of a node that it is made of. */
export function partsOf(node: WitNode): readonly WitNode[] {
  switch (node.kind) {
    case 'list':
    case 'option':
      return [node.of]
    case 'tuple':
      return node.items
    case 'result':
      return [node.ok, node.err].filter((part) => part !== null)
    case 'record':
      return node.fields.map((field) => field.type)
    case 'variant':
      return node.cases.flatMap((each) => each.type ?? [])
    default:
      return []
  }
}

/** How WIT writes it. */
export function printNode(node: WitNode): string {
  switch (node.kind) {
    case 'list':
    case 'option':
      return `${node.kind}<${printNode(node.of)}>`
    case 'tuple':
      return `tuple<${node.items.map(printNode).join(', ')}>`
    case 'result': {
      if (node.err === null) return node.ok === null ? 'result' : `result<${printNode(node.ok)}>`
      return `result<${node.ok === null ? '_' : printNode(node.ok)}, ${printNode(node.err)}>`
    }
    default:
      return node.name
  }
}

/** The parser has checked it; code is written with it, so it is checked here again. */
export function checkName(name: string): string {
  if (isWitName(name)) return name
  throw new AirlockError('wit-invalid', `${name} is not a name of WIT.`, { item: name })
}

type Unsized<Node> = Node extends unknown ? Omit<Node, 'size'> : never

function sized(node: Unsized<WitNode>): WitNode {
  const parts = partsOf(node as WitNode)
  const names = node.kind === 'enum' || node.kind === 'flags' ? node.names.length : 0
  return { ...node, size: parts.reduce((sum, part) => sum + part.size, 1 + names) } as WitNode
}

function unsupported(item: string, what: string): AirlockError {
  return new AirlockError(
    'world-unsupported',
    `${item} uses ${what}, for which no code can be written ahead.`,
    { item, hint: 'Write the project by hand, or leave the function out of the world.' },
  )
}
