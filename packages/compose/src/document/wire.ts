import { AirlockError, isTypesOnly } from '@wasm-airlock/shared'
import type { InspectedItem, Inspection } from '@wasm-airlock/wac'
import type { Input } from '../check/check-inputs.ts'
import { circle } from '../match/failures.ts'
import { isHostInterface, trackOf } from '../match/names.ts'
import type { Group } from '../match/place-inputs.ts'
import type { Connection } from '../options.ts'
import { type Middleware, middlewareOf, nameMiddleware } from './middleware.ts'

/** What satisfies an import: an export of an instance. */
export interface Argument {
  readonly import: string
  /** Name of the instance. */
  readonly from: string
  readonly export: string
}

/** Something that a composition instantiates once. */
export interface Instance {
  readonly name: string
  readonly kind: 'component' | 'middleware'
  readonly arguments: readonly Argument[]
}

/** How what goes into one component of an application is joined. */
export interface Wiring {
  /** Whatever an instance needs comes before it. */
  readonly instances: readonly Instance[]
  /** For the component of the application. */
  readonly arguments: readonly Argument[]
  readonly middlewares: readonly Middleware[]
}

/** An interface that somebody imports. */
interface Wanted {
  readonly item: InspectedItem
  readonly types: Inspection['types']
  /** Who imports it, for errors. */
  readonly by: string
}

type Source = Omit<Argument, 'import'>

/**
 * Decides who gets what from whom. Several components of one interface become a chain in their order, or a
 * choice; one that imports the interface that it exports wraps what comes after it.
 *
 * @param group A component of the application and what goes into it.
 * @param choose Variable that chooses among several.
 * @throws AirlockError `plug-cycle`, `plug-unmatched`, `middleware-unsupported`.
 */
export function wireGroup({ socket, inputs }: Group, choose: string | undefined): Wiring {
  const instances = new Map<string, Instance>()
  const joined = new Map<string, Source>()
  const middlewares: Middleware[] = []
  const exporters = indexExports(inputs)
  const path: string[] = []

  function provide(wanted: Wanted, consumer: Input | null): Source | undefined {
    const { name } = wanted.item
    const all = exporters.get(trackOf(name)) ?? []
    if (isTypesOnly(wanted.item)) return provideTypes(all, name, consumer)
    const position = consumer === null ? -1 : all.indexOf(consumer)
    const providers = all.slice(position + 1)
    if (providers.length > 0) return join(providers, wanted)
    if (consumer === null || position < 0) return undefined
    throw new AirlockError(
      'plug-unmatched',
      `${consumer.name} imports ${name}, which it exports itself: it wraps what comes after it, and for ${socket.id} nothing does.`,
      { item: consumer.name, hint: `Give a component that exports ${name} after ${consumer.name}.` },
    )
  }

  /** Types are the same wherever they come from: they are left open rather than lead in a circle. */
  function provideTypes(all: readonly Input[], name: string, consumer: Input | null): Source | undefined {
    const provider = all.find((input) => input !== consumer && !path.includes(input.name))
    return provider === undefined ? undefined : sourceOf(provider, name)
  }

  function join(providers: readonly Input[], wanted: Wanted): Source {
    const { name } = wanted.item
    const links = linksOf(providers, name)
    const [only] = links
    // Its own export for exactly that name: it may have several that can stand for one another.
    if (only !== undefined && links.length === 1) return sourceOf(only, name)
    const key = JSON.stringify([name, membersOf(wanted), links.map((input) => input.name)])
    const known = joined.get(key)
    if (known !== undefined) return known
    if (choose !== undefined) refuseInnerWrapper(links, wanted)
    const sources = links.map((input) => sourceOf(input, name))
    const source = addMiddleware(links, sources, wanted)
    joined.set(key, source)
    return source
  }

  function addMiddleware(links: readonly Input[], sources: readonly Source[], wanted: Wanted): Source {
    const { item, types, by } = wanted
    const taken = [...inputs, ...middlewares].map(({ name }) => name)
    const name = nameMiddleware(item.name, choose === undefined ? 'chain' : 'choice', taken)
    const names = links.map((input) => input.name)
    middlewares.push(middlewareOf({ name, item, types, by, links: names, variable: choose }))
    const args = sources.map((source, index) => ({ import: `link${index}`, ...source }))
    instances.set(name, { name, kind: 'middleware', arguments: args })
    return { from: name, export: item.name }
  }

  function sourceOf(input: Input, wanted: string): Source {
    addInstance(input)
    return { from: input.name, export: input.findExport(wanted) ?? wanted }
  }

  function addInstance(input: Input): void {
    if (instances.has(input.name)) return
    if (path.includes(input.name)) throw circle([...path.slice(path.indexOf(input.name)), input.name])
    path.push(input.name)
    const args = input.inspection.imports.flatMap((item) => {
      if (isHostInterface(item.name)) return []
      const source = provide({ item, types: input.inspection.types, by: input.name }, input)
      return source === undefined ? [] : [{ import: item.name, ...source }]
    })
    path.pop()
    instances.set(input.name, { name: input.name, kind: 'component', arguments: args })
  }

  /** Those that stand side by side: a wrapper is the last of them, and has what follows behind it. */
  function linksOf(providers: readonly Input[], name: string): readonly Input[] {
    const wrapper = providers.findIndex((input) => input.findImport(name) !== undefined)
    return wrapper < 0 ? providers : providers.slice(0, wrapper + 1)
  }

  const args = socket.open.flatMap((item) => {
    const source = provide({ item, types: socket.inspection.types, by: socket.id }, null)
    return source === undefined ? [] : [{ import: item.name, ...source }]
  })
  return { instances: [...instances.values()], arguments: args, middlewares }
}

/** Names of what somebody wants of an interface: two may want different parts of one. */
function membersOf({ item, types }: Wanted): string[] {
  const definition = typeof item.type === 'number' ? types[item.type] : undefined
  return definition?.kind === 'interface' ? definition.exports.map(({ name }) => name).sort() : []
}

/** Who exports what, by the names that can stand for one another. */
function indexExports(inputs: readonly Input[]): ReadonlyMap<string, readonly Input[]> {
  const index = new Map<string, Input[]>()
  for (const input of inputs) {
    for (const track of new Set(input.inspection.exports.map(({ name }) => trackOf(name)))) {
      index.set(track, [...(index.get(track) ?? []), input])
    }
  }
  return index
}

function refuseInnerWrapper(links: readonly Input[], { item }: Wanted): void {
  const wrapper = links.find((input) => input.findImport(item.name) !== undefined)
  if (wrapper === undefined) return
  throw new AirlockError(
    'middleware-unsupported',
    `${wrapper.name} imports ${item.name}, which it exports too: it wraps what comes after it and is no choice beside ${links[0]?.name}.`,
    { item: wrapper.name, hint: `Name ${wrapper.name} first: then it wraps the one that is chosen.` },
  )
}

/** The same as data for people: who satisfies which import of whom. */
export function connectionsOf({ instances, arguments: args }: Wiring): Connection[] {
  const of = (to: string | null) => (each: Argument) => ({
    plug: each.from,
    export: each.export,
    to,
    import: each.import,
  })
  return [...args.map(of(null)), ...instances.flatMap((each) => each.arguments.map(of(each.name)))]
}
