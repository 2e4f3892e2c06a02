import {
  AirlockError,
  findCollisions,
  formatFinding,
  parseInterfaceName,
  type WitFiles,
} from '@wasm-airlock/shared'
import {
  chooseWorld,
  type WitFunction as ResolvedFunction,
  type WitResolution,
  type WitWorldItem,
} from '@wasm-airlock/wac'
import { resolveProjectWit } from './resolve-project-wit.ts'
import {
  checkName,
  type NamedNode,
  partsOf,
  printNode,
  TypeReader,
  type WitMember,
  type WitNode,
} from './wit-node.ts'

/** A function that a component of the world is to have. */
export interface ProjectFunction {
  readonly name: string
  readonly params: readonly WitMember[]
  readonly result: WitNode | null
}

/** An interface that the world exports. */
export interface ProjectInterface {
  /** `text:filter/transform@0.1.0`, or the plain name of an inline interface. */
  readonly id: string
  readonly name: string
  readonly functions: readonly ProjectFunction[]
}

/** The world of a new project. */
export interface ProjectWorld {
  readonly files: WitFiles
  readonly name: string
  /** Whether the build finds the world without being told its name. */
  readonly isOnly: boolean
  readonly interfaces: readonly ProjectInterface[]
  /** Functions that the world exports itself. */
  readonly functions: readonly ProjectFunction[]
  readonly resolution: WitResolution
}

/**
 * Reads the world that a new project is written for.
 *
 * @param wit Path of a folder or file, or its files.
 * @param wanted Name of the world. @default the only one that exports something
 * @throws AirlockError `input-not-found`, `wit-invalid`, `world-unknown`, `world-unsupported` where it exports
 * nothing that plain functions can be.
 */
export async function readProjectWorld(wit: WitFiles | string, wanted?: string): Promise<ProjectWorld> {
  const { files, resolution } = await resolveProjectWit(wit)
  const { index, isOnly, ...chosen } = chooseWorld(resolution, wanted)
  const name = checkName(chosen.name)
  const types = new TypeReader(resolution)
  const interfaces: ProjectInterface[] = []
  const functions: ProjectFunction[] = []
  for (const [key, item] of Object.entries(resolution.worlds[index]?.exports ?? {})) {
    if ('function' in item) functions.push(readFunction(types, item.function))
    if (!('interface' in item)) continue
    const { id, name } = nameOf(resolution, key, item.interface.id)
    const own = Object.values(resolution.interfaces[item.interface.id]?.functions ?? {})
    interfaces.push({ id, name, functions: own.map((each) => readFunction(types, each)) })
  }
  const world = { files, name, isOnly, interfaces, functions, resolution }
  checkUsedTypes(world, index)
  if (allFunctions(world).length === 0)
    throw new AirlockError('world-unsupported', `The world ${name} exports no function.`, {
      item: name,
      hint: 'Name a world that exports an interface with functions.',
    })
  return world
}

/** Those of the interfaces, then those of the world itself. */
export function allFunctions(
  world: Pick<ProjectWorld, 'interfaces' | 'functions'>,
): readonly ProjectFunction[] {
  return [...world.interfaces.flatMap((each) => each.functions), ...world.functions]
}

/** The types with a name of which functions are made, each once, parts first. */
export function namedTypes(functions: readonly ProjectFunction[]): readonly NamedNode[] {
  const found = new Set<WitNode>()
  const visit = (node: WitNode): void => {
    if (found.has(node)) return
    for (const part of partsOf(node)) visit(part)
    found.add(node)
  }
  for (const { params, result } of functions)
    for (const type of [...params.map((param) => param.type), ...(result === null ? [] : [result])])
      visit(type)
  return [...found].filter((node) => 'index' in node)
}

/** `apply: func(text: string) -> string`. */
export function printFunction({ name, params, result }: ProjectFunction): string {
  const list = params.map((param) => `${param.name}: ${printNode(param.type)}`).join(', ')
  return `${name}: func(${list})${result === null ? '' : ` -> ${printNode(result)}`}`
}

/**
 * No two names of one place may become the same name in a language.
 *
 * @throws AirlockError `world-unsupported` with both.
 */
export function checkCollisions(
  scopes: readonly (readonly string[])[],
  convert: (name: string) => string,
  language: string,
): void {
  for (const names of scopes) {
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined)
      throw new AirlockError('world-unsupported', `Two exports of the world have a function ${twice}.`, {
        item: twice,
        hint: 'Name a world that exports one of them.',
      })
    const [collision] = findCollisions(names, convert, language)
    if (collision !== undefined)
      throw new AirlockError('world-unsupported', `${formatFinding(collision)}.`, { item: collision.path })
  }
}

/** The places of a world in which names stand side by side: functions, parameters, fields, cases. */
export function scopesOf(functions: readonly ProjectFunction[]): readonly (readonly string[])[] {
  return [
    functions.map((each) => each.name),
    ...functions.map((each) => each.params.map((param) => param.name)),
    ...namedTypes(functions).map((type) =>
      type.kind === 'record'
        ? type.fields.map((field) => field.name)
        : type.kind === 'variant'
          ? type.cases.map((each) => each.name)
          : type.names,
    ),
  ]
}

/**
 * Types of an interface that the world does not export make an import of it, which no component is granted where it
 * holds more than types.
 *
 * @throws AirlockError `world-unsupported` with the interface.
 */
function checkUsedTypes({ name, resolution, ...world }: ProjectWorld, index: number): void {
  const imports = resolution.worlds[index]?.imports ?? {}
  for (const { owner } of namedTypes(allFunctions(world))) {
    if ('world' in owner) continue
    const imported = Object.entries(imports).find(isInterface(owner.interface))
    if (imported === undefined || holdsTypesOnly(resolution, owner.interface)) continue
    const { id } = nameOf(resolution, imported[0], owner.interface)
    throw new AirlockError(
      'world-unsupported',
      `The functions of the world ${name} use types of ${id}, which a component would have to import.`,
      { item: id, hint: `Let the world export ${id} too.` },
    )
  }
}

/** Does the world export this interface itself? */
export function doesExport({ name, resolution }: ProjectWorld, index: number): boolean {
  const world = resolution.worlds[resolution.packages[resolution.package]?.worlds[name] ?? -1]
  return Object.entries(world?.exports ?? {}).some(isInterface(index))
}

function isInterface(index: number) {
  return ([, item]: [string, WitWorldItem]) => 'interface' in item && item.interface.id === index
}

function holdsTypesOnly(resolution: WitResolution, index: number): boolean {
  const { functions = {}, types = {} } = resolution.interfaces[index] ?? {}
  const kinds = Object.values(types).map((type) => resolution.types[type]?.kind)
  return Object.keys(functions).length === 0 && !kinds.includes('resource')
}

function nameOf(resolution: WitResolution, key: string, index: number): { id: string; name: string } {
  const definition = resolution.interfaces[index]
  const owner = resolution.packages[definition?.package ?? -1]?.name
  if (definition?.name == null || owner === undefined) return { id: checkName(key), name: key }
  const [packageName, version] = owner.split('@')
  const id = `${packageName}/${definition.name}${version === undefined ? '' : `@${version}`}`
  if (parseInterfaceName(id) === undefined)
    throw new AirlockError('wit-invalid', `${id} is not the name of an interface.`, { item: id })
  return { id, name: definition.name }
}

function readFunction(types: TypeReader, { name, kind, params, result }: ResolvedFunction): ProjectFunction {
  if (kind !== 'freestanding')
    throw new AirlockError(
      'world-unsupported',
      `${name} ${kind === 'async-freestanding' ? 'is async' : 'belongs to a resource'}, and only plain functions can be written ahead.`,
      { item: name, hint: 'Write the project by hand, or leave the function out of the world.' },
    )
  return {
    name: checkName(name),
    params: params.map((param) => ({ name: checkName(param.name), type: types.read(param.type, name) })),
    result: result === undefined ? null : types.read(result, name),
  }
}
