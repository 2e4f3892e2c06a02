import type { Input } from '../check/check-inputs.ts'
import { circle, notPlaced, type Refusal } from './failures.ts'
import { isHostInterface, listNames } from './names.ts'
import type { Group } from './place-inputs.ts'
import type { Socket } from './sockets.ts'

/** The imports of one component that another one can satisfy. */
export function fedNames(consumer: Input, provider: Input): string[] {
  return consumer.inspection.imports
    .map(({ name }) => name)
    .filter((name) => !isHostInterface(name) && provider.findExport(name) !== undefined)
}

/**
 * What there is to say of components that others import, where nothing of that reaches the application.
 *
 * @param groups All that goes into the application.
 * @returns One refusal for each component that is in no group.
 * @throws AirlockError `plug-cycle` where they feed one another in a circle.
 */
export function refuseStrays(
  groups: readonly Group[],
  inputs: readonly Input[],
  sockets: readonly Socket[],
): Refusal[] {
  const placed = new Set(groups.flatMap((group) => group.inputs))
  const strays = inputs.filter((input) => !placed.has(input))
  const fed = new Map(strays.map((input) => [input, inputs.filter((other) => isFed(inputs, other, input))]))
  for (const stray of strays) {
    const cycle = findCircle(stray, fed)
    // As the import goes: each gets something from the next one.
    if (cycle !== undefined) throw circle([...cycle].reverse().map(({ name }) => name))
  }
  return strays.map((input) => {
    const consumers = fed.get(input) ?? []
    if (consumers.length === 0) return notPlaced(input, sockets, [])
    return { input, reason: describe(input, consumers, groups) }
  })
}

/** A wrapper gets what it exports itself from those that come after it alone. */
function isFed(inputs: readonly Input[], consumer: Input, provider: Input): boolean {
  if (consumer === provider) return false
  const isAfter = inputs.indexOf(provider) > inputs.indexOf(consumer)
  return fedNames(consumer, provider).some((name) => isAfter || consumer.findExport(name) === undefined)
}

/** The shortest way from a component back to it, both ends included. */
function findCircle(start: Input, fed: ReadonlyMap<Input, readonly Input[]>): Input[] | undefined {
  const ways = new Map<Input, Input[]>([[start, [start]]])
  // A map gives what is added to it while it is gone through.
  for (const [input, way] of ways) {
    for (const next of fed.get(input) ?? []) {
      if (next === start) return [...way, start]
      if (!ways.has(next)) ways.set(next, [...way, next])
    }
  }
  return undefined
}

function describe({ name, into }: Input, consumers: readonly Input[], groups: readonly Group[]): string {
  const places = consumers.map((consumer) => {
    const ids = groups.filter((group) => group.inputs.includes(consumer)).map(({ socket }) => socket.id)
    return `${consumer.name}, which goes ${ids.length === 0 ? 'nowhere' : `into ${listNames(ids)}`}`
  })
  const only = `what ${name} exports is imported by nobody but ${places.slice(0, 5).join(', and ')}`
  return into === undefined ? only : `${name} is to go into ${into}, and ${only}`
}
