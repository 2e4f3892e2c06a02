import { AirlockError } from '@wasm-airlock/shared'
import { printWit, resolveWit, type WitFunction, type WitResolution, type WitType } from '@wasm-airlock/wac'
import { fullName, type SandboxFunction } from './functions.ts'
import { ValueTypes } from './value-types.ts'

/** The types of one function, as far down as they go. */
export interface FunctionTypes {
  readonly types: ValueTypes
  readonly params: readonly WitType[]
  readonly result: WitType | null
}

/** Looks up the types of a function of one component. */
export type TypeReader = (target: SandboxFunction) => Promise<FunctionTypes>

/**
 * Reads the types of functions from a component that `validateComponent` has accepted: nothing before the
 * first question, the whole interface of the component then, once.
 */
export function createTypeReader(component: Uint8Array): TypeReader {
  let known: Promise<ReadonlyMap<string, FunctionTypes>> | undefined
  return async (target) => {
    known ??= readAll(component)
    return (await known).get(fullName(target)) ?? (await readSignature(target))
  }
}

async function readAll(component: Uint8Array): Promise<ReadonlyMap<string, FunctionTypes>> {
  const resolution = await resolveOrNothing(() => printWit(component))
  if (resolution === undefined) return new Map()
  const world =
    resolution.worlds[Object.values(resolution.packages[resolution.package]?.worlds ?? {})[0] ?? -1]
  const types = new ValueTypes(resolution)
  const found = new Map<string, FunctionTypes>()
  for (const [key, item] of Object.entries(world?.exports ?? {})) {
    if ('function' in item) found.set(item.function.name, typesOf(types, item.function))
    if (!('interface' in item)) continue
    const owner = interfaceName(resolution, key, item.interface.id)
    for (const each of Object.values(resolution.interfaces[item.interface.id]?.functions ?? {})) {
      found.set(`${owner}#${each.name}`, typesOf(types, each))
    }
  }
  return found
}

/**
 * There are components whose interface is no WIT, made by hand: their functions are read one by one, which
 * goes well where they have no types with names.
 */
async function readSignature(target: SandboxFunction): Promise<FunctionTypes> {
  const params = target.params.map(({ type }, index) => `p${index}: ${type}`).join(', ')
  const result = target.result === null ? '' : ` -> ${target.result}`
  const resolution = await resolveOrNothing(
    async () => `package airlock:call; interface signature { call: func(${params})${result}; }`,
  )
  const read = resolution?.interfaces[0]?.functions.call
  if (resolution === undefined || read === undefined) {
    throw new AirlockError('arguments-invalid', `The types of ${fullName(target)} cannot be read.`, {
      item: fullName(target),
      hint: 'Build the component from a WIT package.',
    })
  }
  return typesOf(new ValueTypes(resolution), read)
}

async function resolveOrNothing(print: () => Promise<string>): Promise<WitResolution | undefined> {
  try {
    return await resolveWit({ 'component.wit': await print() })
  } catch (error) {
    if (error instanceof AirlockError) return undefined
    throw error
  }
}

function typesOf(types: ValueTypes, { params, result }: WitFunction): FunctionTypes {
  return { types, params: params.map(({ type }) => type), result: result ?? null }
}

/** An interface that is written inside of the world has only its key there. */
function interfaceName(resolution: WitResolution, key: string, index: number): string {
  const { name = null, package: owner = null } = resolution.interfaces[index] ?? {}
  const [packageName, version] = resolution.packages[owner ?? -1]?.name.split('@') ?? []
  if (name === null || packageName === undefined) return key
  return `${packageName}/${name}${version === undefined ? '' : `@${version}`}`
}
