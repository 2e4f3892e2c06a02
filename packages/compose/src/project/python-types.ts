import { AirlockError, toPythonClassName, toPythonFunctionName } from '@wasm-airlock/shared'
import { exampleValue } from './plain-value.ts'
import {
  allFunctions,
  doesExport,
  namedTypes,
  type ProjectFunction,
  type ProjectWorld,
} from './project-world.ts'
import { nameTypes, ownerName } from './type-names.ts'
import { type NamedNode, partsOf, type WitNode } from './wit-node.ts'

/** Writes the types of a world in Python, and values of them. */
export class PythonTypes {
  readonly #world: ProjectWorld
  readonly #functions: readonly ProjectFunction[]
  readonly #names: ReadonlyMap<NamedNode, string>

  constructor(world: ProjectWorld) {
    this.#world = world
    this.#functions = allFunctions(world)
    const taken = new Set(['Ok', 'Err', 'Some'])
    this.#names = nameTypes(namedTypes(this.#functions), world.resolution, toPythonClassName, taken)
  }

  /**
   * `wit_types.py`: the types that the build generates, and for tests, which run without it, their like. Not as
   * classes: one named like an interface would be taken for its implementation.
   *
   * @returns `undefined` where the functions need none.
   */
  file(): string | undefined {
    const imports = this.#generated()
    if (imports.size === 0) return undefined
    const lines = [...imports].map(([module, names]) => importLine(module, names, '    '))
    const likes = [...this.#names].flatMap(([type, name]) => this.#like(type, name))
    // First: a type of the world may be called Exception.
    const results = this.#results().map((name) =>
      dataclass(name, [['value', 'object']], name === 'Err' ? 'Exception' : ''),
    )
    return `"""The types of the world: those that the build generates, and their like for tests."""

try:
    import wit_world
except ImportError:
    import dataclasses
    import enum

${[...results, ...likes].map((line) => `    ${line}`).join('\n')}
else:
${lines.join('\n')}
`
  }

  /** What a module imports that uses the types. */
  imports(): readonly string[] {
    const names = this.importedNames()
    return names.length === 0 ? [] : [importLine('wit_types', names, '')]
  }

  /** The names that the module has by that. */
  importedNames(): readonly string[] {
    const names = [...this.#names].flatMap(([type, name]) =>
      type.kind === 'variant' ? [name, ...type.cases.map((each) => caseName(name, each.name))] : [name],
    )
    return [...names, ...this.#results()].sort()
  }

  /** Names by the module that the build generates. */
  #generated(): ReadonlyMap<string, readonly string[]> {
    const modules = new Map<string, string[]>()
    for (const [type, name] of this.#names) {
      const own = toPythonClassName(type.name)
      const names = modules.get(this.#moduleOf(type)) ?? []
      modules.set(this.#moduleOf(type), names)
      names.push(own === name ? own : `${own} as ${name}`)
      if (type.kind !== 'variant') continue
      for (const each of type.cases) {
        const from = caseName(own, each.name)
        names.push(own === name ? from : `${from} as ${caseName(name, each.name)}`)
      }
    }
    if (this.#results().length > 0) modules.set('componentize_py_types', [...this.#results()])
    return modules
  }

  /** Where componentize-py puts a type: beside the interface that owns it. */
  #moduleOf(type: NamedNode): string {
    const { resolution } = this.#world
    if ('world' in type.owner) return 'wit_world'
    const owner = ownerName(resolution, type)
    const same = resolution.interfaces.filter((each) => each.name === owner)
    if (owner === undefined || same.length > 1)
      throw new AirlockError(
        'world-unsupported',
        `Several interfaces are called ${owner}, and ${type.name} belongs to one of them.`,
        {
          item: type.name,
        },
      )
    const side = doesExport(this.#world, type.owner.interface) ? 'exports' : 'imports'
    return `wit_world.${side}.${toPythonFunctionName(owner)}`
  }

  #like(type: NamedNode, name: string): readonly string[] {
    switch (type.kind) {
      case 'record':
        return [
          dataclass(
            name,
            type.fields.map((field) => [toPythonFunctionName(field.name), this.type(field.type)]),
          ),
        ]
      case 'enum':
        return [
          `${name} = enum.Enum("${name}", [${type.names.map((each) => `"${memberName(each)}"`).join(', ')}], start=0)`,
        ]
      case 'flags':
        return [
          `${name} = enum.Flag("${name}", [${type.names.map((each) => `"${memberName(each)}"`).join(', ')}])`,
        ]
      case 'variant': {
        const cases = type.cases.map((each) => ({ ...each, python: caseName(name, each.name) }))
        return [
          ...cases.map((each) =>
            dataclass(each.python, each.type === null ? [] : [['value', this.type(each.type)]]),
          ),
          `${name} = ${cases.map((each) => each.python).join(' | ')}`,
        ]
      }
    }
  }

  /** What of `Ok` and `Err` the functions use: those inside of values, and the one that is raised. */
  #results(): readonly string[] {
    if (this.#holdsResults()) return ['Err', 'Ok']
    return this.#functions.some(({ result }) => result?.kind === 'result') ? ['Err'] : []
  }

  #holdsResults(): boolean {
    const holds = (node: WitNode): boolean => node.kind === 'result' || partsOf(node).some(holds)
    return this.#functions.some(({ params, result }) =>
      [
        ...params.map((param) => param.type),
        ...(result === null ? [] : result.kind === 'result' ? partsOf(result) : [result]),
      ].some(holds),
    )
  }

  /**
   * How an annotation writes a type.
   *
   * @param hidden Builtins whose names mean something else where it stands, and how they are written there.
   */
  type(node: WitNode, hidden: ReadonlyMap<string, string> = new Map()): string {
    const inside = (part: WitNode) => this.type(part, hidden)
    const builtin = (name: string) => hidden.get(name) ?? name
    switch (node.kind) {
      case 'primitive':
        if (node.name === 'string' || node.name === 'char') return builtin('str')
        if (node.name === 'bool') return builtin('bool')
        return builtin(node.name.startsWith('f') ? 'float' : 'int')
      case 'list':
        return isByte(node.of) ? builtin('bytes') : `${builtin('list')}[${inside(node.of)}]`
      case 'option':
        return `${node.of.kind === 'option' ? builtin('object') : inside(node.of)} | None`
      case 'tuple':
        return `${builtin('tuple')}[${node.items.map(inside).join(', ')}]`
      case 'result':
        return builtin('object')
      default:
        return this.#names.get(node) ?? builtin('object')
    }
  }

  /** The simplest value. @param isExample Whether a text says something, as in the examples of calls. */
  value(node: WitNode, isExample: boolean): string {
    const inside = (part: WitNode) => this.value(part, isExample)
    switch (node.kind) {
      case 'primitive': {
        const example = exampleValue(node)
        if (node.name === 'bool') return 'False'
        if (node.name === 'string' && !isExample) return '""'
        return node.name.startsWith('f') ? '0.0' : JSON.stringify(example)
      }
      case 'list':
        return isByte(node.of) ? 'b""' : '[]'
      case 'option':
        return 'None'
      case 'tuple':
        return `(${node.items.map(inside).join(', ')}${node.items.length === 1 ? ',' : ''})`
      case 'result':
        return `Ok(${node.ok === null ? 'None' : inside(node.ok)})`
      case 'record':
        return `${this.#names.get(node)}(${node.fields.map((field) => inside(field.type)).join(', ')})`
      case 'enum':
        return `${this.#names.get(node)}.${memberName(node.names[0] ?? '')}`
      case 'flags':
        return `${this.#names.get(node)}(0)`
      case 'variant': {
        const [first] = node.cases
        return `${caseName(this.#names.get(node) ?? '', first?.name ?? '')}(${first?.type == null ? '' : inside(first.type)})`
      }
    }
  }
}

function importLine(module: string, names: readonly string[], indent: string): string {
  const line = `${indent}from ${module} import ${names.join(', ')}`
  if (line.length <= 100) return line
  const list = names.map((name) => `${indent}    ${name},\n`).join('')
  return `${indent}from ${module} import (\n${list}${indent})`
}

function dataclass(
  name: string,
  fields: readonly (readonly [name: string, type: string])[],
  base = '',
): string {
  const list = fields.map(([field, type]) => `("${field}", "${type}")`)
  return `${name} = dataclasses.make_dataclass("${name}", [${list.join(', ')}]${base && `, bases=(${base},)`})`
}

function caseName(variant: string, name: string): string {
  return `${variant}_${toPythonClassName(name)}`
}

function memberName(name: string): string {
  return toPythonFunctionName(name).toUpperCase()
}

function isByte(node: WitNode): boolean {
  return node.kind === 'primitive' && node.name === 'u8'
}
