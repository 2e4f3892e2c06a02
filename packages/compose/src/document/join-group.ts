import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { inspectComponent } from '@wasm-airlock/wac'
import type { Input } from '../check/check-inputs.ts'
import { listNames } from '../match/names.ts'
import type { Group } from '../match/place-inputs.ts'
import { buildMiddleware, type Middleware } from './middleware.ts'
import { inspectedPart, type Part, type Parts, wholePart } from './parts.ts'
import { type Wiring, wireGroup } from './wire.ts'

/** What goes into one component of an application, ready to be composed. */
export interface Joined extends Group {
  readonly wiring: Wiring
  /** The components by the names that a document uses: `component:pirate`, `middleware:filter-chain`. */
  readonly parts: Parts
  /** What the middlewares import besides the components behind them. */
  readonly middlewareImports: readonly string[]
}

/** What nobody in the composition satisfies of the imports of a component. */
export function openOf({ wiring }: Pick<Joined, 'wiring'>, input: Input): WorldItem[] {
  const instance = wiring.instances.find(({ name }) => name === input.name)
  const given = new Set(instance?.arguments.map((each) => each.import))
  return input.inspection.imports.filter(({ name }) => !given.has(name))
}

/**
 * Decides how a group is joined, and makes the middlewares that this takes.
 *
 * @throws AirlockError those of {@link wireGroup}; `middleware-unsupported`.
 */
export async function joinGroup(group: Group, choose: string | undefined): Promise<Joined> {
  const wiring = wireGroup(group, choose)
  const parts: Record<string, Part> = {}
  const used = new Set(wiring.instances.map(({ name }) => name))
  for (const input of group.inputs) {
    if (used.has(input.name)) parts[`component:${input.name}`] = inspectedPart(input)
  }
  const middlewareImports: string[] = []
  for (const middleware of wiring.middlewares) {
    const component = await buildMiddleware(middleware)
    const inspection = await inspectComponent(component, { bodies: false })
    if (inspection.invalid !== null) throw tooMuch(middleware, inspection.invalid.reason)
    parts[`middleware:${middleware.name}`] = wholePart({ component, inspection })
    middlewareImports.push(
      ...inspection.imports.map(({ name }) => name).filter((name) => !/^link\d+$/.test(name)),
    )
  }
  return { ...group, wiring, parts, middlewareImports }
}

/** What is generated is valid, but may hold more than is read of one component. */
function tooMuch({ interface: { name }, links }: Middleware, reason: string): AirlockError {
  return new AirlockError(
    'middleware-unsupported',
    `${listNames(links)} cannot share ${name}: what it takes to join them is too large: ${reason}.`,
    { item: name, hint: 'Give fewer components for that interface.' },
  )
}
