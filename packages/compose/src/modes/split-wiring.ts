import type { Argument, Instance, Wiring } from '../document/wire.ts'

/** Instances that need one another, and what the application's component takes from them. */
export interface Part {
  readonly instances: readonly Instance[]
  readonly arguments: readonly Argument[]
}

/** Takes a wiring apart where nothing crosses. */
export function splitWiring({ instances, arguments: args }: Wiring): Part[] {
  const part = new Map(instances.map(({ name }) => [name, name]))
  const rootOf = (name: string): string => {
    let root = name
    for (let next = part.get(root); next !== undefined && next !== root; next = part.get(root)) root = next
    return root
  }
  for (const { name, arguments: own } of instances) {
    for (const { from } of own) part.set(rootOf(from), rootOf(name))
  }
  const groups = Map.groupBy(instances, ({ name }) => rootOf(name))
  return [...groups].map(([root, members]) => ({
    instances: members,
    arguments: args.filter(({ from }) => rootOf(from) === root),
  }))
}
