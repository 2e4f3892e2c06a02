import { packageOfKey } from '@wasm-airlock/host'
import { AirlockError, isTypesOnly } from '@wasm-airlock/shared'
import type { Joined } from '../document/join-group.ts'
import type { Argument, Instance } from '../document/wire.ts'
import { listNames } from '../match/names.ts'

/** What satisfies imports of one package, and all that it takes. */
export interface PackagePart {
  /** `a:b`; a plain name stands for itself. */
  readonly package: string
  readonly instances: readonly Instance[]
  /** What the application's component takes from them. */
  readonly arguments: readonly Argument[]
}

/**
 * Takes a wiring apart: Spin has one dependency of a package, and each is an instance of its own.
 *
 * @throws AirlockError `compose-failed` where one instance would have to answer for several packages.
 */
export function packageParts(joined: Joined): PackagePart[] {
  const { wiring } = joined
  const parts = [...Map.groupBy(wiring.arguments, (each) => packageOfKey(each.import))]
  refuseShared(joined, parts)
  return parts.map(([name, args]) => {
    const needed = reach(wiring.instances, args, () => true)
    return {
      package: name,
      arguments: args,
      instances: wiring.instances.filter((instance) => needed.has(instance.name)),
    }
  })
}

/** Types are the same wherever they come from; whatever runs may remember what it was told. */
function refuseShared(
  { socket, inputs, wiring }: Joined,
  parts: readonly (readonly [string, readonly Argument[]])[],
): void {
  const isState = (importer: string | null, name: string) => {
    const { inspection } = importer === null ? socket : (inputs.find((it) => it.name === importer) ?? {})
    const item = inspection?.imports.find((each) => each.name === name)
    return item === undefined || !isTypesOnly(item)
  }
  const owners = new Map<string, { readonly package: string; readonly name: string }>()
  for (const [name, args] of parts) {
    const running = args.filter((each) => isState(null, each.import))
    const [first] = running
    for (const instance of reach(wiring.instances, running, isState)) {
      const other = owners.get(instance)
      if (other !== undefined) throw shared(socket.id, instance, other.name, first?.import ?? name)
      owners.set(instance, { package: name, name: first?.import ?? name })
    }
  }
}

function shared(id: string, instance: string, one: string, other: string): AirlockError {
  return new AirlockError(
    'compose-failed',
    `${instance} would serve ${listNames([one, other])} of ${id}, which are of different packages: Spin makes a dependency of each, and the two would share no state.`,
    { item: instance, hint: 'Use the mode plug, where one instance serves both.' },
  )
}

/** All instances that arguments need, by name. */
function reach(
  instances: readonly Instance[],
  args: readonly Argument[],
  counts: (importer: string, name: string) => boolean,
): Set<string> {
  const found = new Set(args.map(({ from }) => from))
  // A set gives what is added to it while it is gone through.
  for (const name of found) {
    const own = instances.find((instance) => instance.name === name)?.arguments ?? []
    for (const each of own) if (counts(name, each.import)) found.add(each.from)
  }
  return found
}
