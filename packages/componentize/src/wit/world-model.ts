import { AirlockError, type FunctionSignature } from '@wasm-airlock/shared'
import { chooseWorld, type WitFunction as ResolvedFunction, type WitResolution } from '@wasm-airlock/wac'
import { readType, type WitType } from './wit-type.ts'

/** A function of a world or an interface, with its types as trees and as text. */
export interface WitFunction extends FunctionSignature {
  readonly paramTypes: readonly WitType[]
  readonly resultType: WitType | null
  /** `[method]blob.read` and its like belong to a resource; `async` functions are their own kind. */
  readonly kind: 'plain' | 'resource' | 'async'
}

/** An interface that a world exports. */
export interface ExportedInterface {
  /** `component:promptprocessor/promptmodification@0.0.1`, or the plain name of an inline interface. */
  readonly id: string
  readonly name: string
  /** `component:promptprocessor`; `undefined` for an inline interface. */
  readonly packageName: string | undefined
  readonly functions: readonly WitFunction[]
}

/** What a source has to offer to fit a world. */
export interface WorldModel {
  readonly name: string
  readonly interfaces: readonly ExportedInterface[]
  /** Functions that the world exports itself. */
  readonly functions: readonly WitFunction[]
  /** Ids of the interfaces that the world imports. */
  readonly imports: readonly string[]
}

/**
 * Chooses the world of a WIT package: the one that is named, the only one, or the only one that exports
 * something.
 *
 * @throws AirlockError `world-unknown` with the names of all worlds.
 */
export function readWorld(resolve: WitResolution, wanted: string | undefined): WorldModel {
  const { name, index } = chooseWorld(resolve, wanted)
  return modelOf(resolve, name, index)
}

function modelOf(resolve: WitResolution, name: string, index: number): WorldModel {
  const interfaces: ExportedInterface[] = []
  const functions: WitFunction[] = []
  for (const [key, item] of Object.entries(resolve.worlds[index]?.exports ?? {})) {
    if ('function' in item) functions.push(functionOf(resolve, item.function))
    if (!('interface' in item)) continue
    const definition = resolve.interfaces[item.interface.id]
    if (definition === undefined) continue
    const { id, packageName } = nameOf(resolve, key, item.interface.id)
    interfaces.push({
      id,
      name: definition.name ?? key,
      packageName,
      functions: Object.values(definition.functions).map((each) => functionOf(resolve, each)),
    })
  }
  if (interfaces.length + functions.length === 0)
    throw new AirlockError(
      'world-unsupported',
      `The world ${name} exports nothing that a source could define.`,
      {
        item: name,
        hint: 'Name a world that exports an interface or a function.',
      },
    )
  const imports = Object.entries(resolve.worlds[index]?.imports ?? {}).flatMap(([key, item]) =>
    'interface' in item ? [nameOf(resolve, key, item.interface.id).id] : [],
  )
  return { name, interfaces, functions, imports }
}

/** The full name of an interface; an inline one has only the key under which its world knows it. */
function nameOf(
  resolve: WitResolution,
  key: string,
  index: number,
): { id: string; packageName: string | undefined } {
  const definition = resolve.interfaces[index]
  const owner = resolve.packages[definition?.package ?? -1]?.name
  if (owner === undefined || definition?.name == null) return { id: key, packageName: undefined }
  const [packageName, version] = owner.split('@')
  return { id: `${packageName}/${definition.name}${version ? `@${version}` : ''}`, packageName }
}

function functionOf(resolve: WitResolution, source: ResolvedFunction): WitFunction {
  const paramTypes = source.params.map((param) => readType(resolve, param.type))
  const resultType = source.result === undefined ? null : readType(resolve, source.result)
  return {
    name: source.name,
    params: source.params.map((param, index) => ({
      name: param.name,
      type: paramTypes[index]?.text ?? '',
    })),
    result: resultType?.text ?? null,
    paramTypes,
    resultType,
    kind:
      source.kind === 'freestanding' ? 'plain' : source.kind === 'async-freestanding' ? 'async' : 'resource',
  }
}

/** `before: func(userprompt: string) -> string`, as WIT writes it. */
export function printSignature(func: FunctionSignature): string {
  const params = func.params.map((param) => `${param.name}: ${param.type}`).join(', ')
  return `${func.name}: func(${params})${func.result === null ? '' : ` -> ${func.result}`}`
}
