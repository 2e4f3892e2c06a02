import {
  resolveWit,
  type WitFunction,
  type WitResolution,
  type WitType,
  type WitTypeKind,
} from '@wasm-airlock/wac'

/** A function of the corpus, under the name that `sandbox.call` takes. */
export interface CorpusFunction {
  readonly name: string
  readonly params: readonly WitType[]
  readonly result: WitType | null
}

/** The world of the corpus: its types by index, and what it exports. */
export interface CorpusWorld {
  readonly functions: readonly CorpusFunction[]
  /** Behind all aliases: the name of a primitive type, or what the type is made of. */
  kindOf(type: WitType): Exclude<WitTypeKind, string> | string
}

/** @param wit Text of a WIT package with one world, whose exports are functions and interfaces. */
export async function readWorld(wit: string): Promise<CorpusWorld> {
  const resolution = await resolveWit({ 'world.wit': wit })
  const kindOf = (type: WitType): Exclude<WitTypeKind, string> | string => {
    if (typeof type === 'string') return type
    const kind = resolution.types[type]?.kind ?? 'unknown'
    return typeof kind === 'object' && 'type' in kind ? kindOf(kind.type) : kind
  }
  return { functions: listFunctions(resolution), kindOf }
}

function listFunctions(resolution: WitResolution): CorpusFunction[] {
  const exports = Object.values(resolution.worlds[0]?.exports ?? {})
  return exports.flatMap((item) => {
    if ('function' in item) return [toFunction(item.function)]
    if (!('interface' in item)) return []
    return Object.values(resolution.interfaces[item.interface.id]?.functions ?? {}).map(toFunction)
  })
}

function toFunction({ name, params, result }: WitFunction): CorpusFunction {
  return { name, params: params.map(({ type }) => type), result: result ?? null }
}
