import { AirlockError, toPythonClassName, toPythonFunctionName } from '@wasm-airlock/shared'
import { echoedParameter, exampleValue, returnedType } from './plain-value.ts'
import {
  allFunctions,
  namedTypes,
  type ProjectFunction,
  type ProjectWorld,
  printFunction,
} from './project-world.ts'
import { nameTypes, ownerName } from './type-names.ts'
import { type NamedNode, partsOf, type WitNode } from './wit-node.ts'

/** Writes Python for the functions of one world. */
export class PythonCode {
  readonly #world: ProjectWorld
  readonly #functions: readonly ProjectFunction[]
  readonly #names: ReadonlyMap<NamedNode, string>

  constructor(world: ProjectWorld) {
    this.#world = world
    this.#functions = allFunctions(world)
    const taken = new Set(['Ok', 'Err', 'Some'])
    this.#names = nameTypes(namedTypes(this.#functions), world.resolution, toPythonClassName, taken)
  }

  /** `app.py`: every function, each with a body that works. */
  app(): string {
    const functions = this.#functions.map((func) => {
      const params = func.params.map(
        (param) => `${toPythonFunctionName(param.name)}: ${this.#type(param.type)}`,
      )
      const head = `def ${toPythonFunctionName(func.name)}(${params.join(', ')}) -> ${this.#resultType(func)}:`
      const note =
        func.result?.kind === 'result'
          ? '\n\n    For the error, raise `componentize_py_types.Err(…)`.\n    '
          : ''
      return `${head}\n    """\`${printFunction(func)}\`${note}"""\n    return ${this.#returned(func)}\n`
    })
    const docs =
      '"""What the world asks for. Airlock finds the functions by their names and makes a component."""'
    const imports = this.#imports()
    return joinBlocks([docs, 'from __future__ import annotations', ...imports, '', ...functions])
  }

  /** `test_app.py`: every function is called once. */
  test(): string {
    const tests = this.#functions.map((func) => {
      const call = `app.${toPythonFunctionName(func.name)}(${func.params.map((param) => this.#example(param.type)).join(', ')})`
      const name = toPythonFunctionName(func.name).replace(/_$/, '')
      const expected = echoedParameter(func) === undefined ? this.#returned(func) : '"text"'
      const check = expected === 'None' ? 'assertIsNone' : 'assertEqual'
      const rest = expected === 'None' ? '' : `, ${expected}`
      return `    def test_${name}(self):\n        self.${check}(${call}${rest})\n`
    })
    return joinBlocks([
      '"""Runs without Airlock: `python3 -m unittest` in this folder."""',
      ['import unittest', '', 'import app', ...this.#imports()].join('\n'),
      '',
      `class App(unittest.TestCase):\n${tests.join('\n')}`,
      '',
      'if __name__ == "__main__":\n    unittest.main()\n',
    ])
  }

  /**
   * `wit_types.py`: the types that the build generates, and for tests, which run without it, their like. Not as
   * classes: one named like an interface would be taken for its implementation.
   *
   * @returns `undefined` where the functions need none.
   */
  types(): string | undefined {
    const imports = this.#generated()
    if (imports.size === 0) return undefined
    const lines = [...imports].map(([module, names]) => importLine(module, names, '    '))
    const likes = [...this.#names].flatMap(([type, name]) => this.#like(type, name))
    return `"""The types of the world: those that the build generates, and their like for tests."""

try:
    import wit_world
except ImportError:
    import dataclasses
    import enum

${[...likes, ...(this.#needsOk() ? [dataclass('Ok', [['value', 'object']])] : [])].map((line) => `    ${line}`).join('\n')}
else:
${lines.join('\n')}
`
  }

  #imports(): readonly string[] {
    const names = [...this.#names].flatMap(([type, name]) =>
      type.kind === 'variant' ? [name, ...type.cases.map((each) => caseName(name, each.name))] : [name],
    )
    if (this.#needsOk()) names.push('Ok')
    return names.length === 0 ? [] : [importLine('wit_types', names.sort(), '')]
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
    if (this.#needsOk()) modules.set('componentize_py_types', ['Ok'])
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
    return `wit_world.exports.${toPythonFunctionName(owner)}`
  }

  #like(type: NamedNode, name: string): readonly string[] {
    switch (type.kind) {
      case 'record':
        return [
          dataclass(
            name,
            type.fields.map((field) => [toPythonFunctionName(field.name), this.#type(field.type)]),
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
            dataclass(each.python, each.type === null ? [] : [['value', this.#type(each.type)]]),
          ),
          `${name} = ${cases.map((each) => each.python).join(' | ')}`,
        ]
      }
    }
  }

  #needsOk(): boolean {
    const holds = (node: WitNode): boolean => node.kind === 'result' || partsOf(node).some(holds)
    return this.#functions.some(({ params, result }) =>
      [
        ...params.map((param) => param.type),
        ...(result === null ? [] : result.kind === 'result' ? partsOf(result) : [result]),
      ].some(holds),
    )
  }

  #resultType(func: ProjectFunction): string {
    const type = returnedType(func)
    return type === null ? 'None' : this.#type(type)
  }

  #type(node: WitNode): string {
    switch (node.kind) {
      case 'primitive':
        if (node.name === 'string' || node.name === 'char') return 'str'
        if (node.name === 'bool') return 'bool'
        return node.name.startsWith('f') ? 'float' : 'int'
      case 'list':
        return isByte(node.of) ? 'bytes' : `list[${this.#type(node.of)}]`
      case 'option':
        return node.of.kind === 'option' ? 'object | None' : `${this.#type(node.of)} | None`
      case 'tuple':
        return `tuple[${node.items.map((item) => this.#type(item)).join(', ')}]`
      case 'result':
        return 'object'
      default:
        return this.#names.get(node) ?? 'object'
    }
  }

  #returned(func: ProjectFunction): string {
    const echoed = echoedParameter(func)
    if (echoed !== undefined) return toPythonFunctionName(echoed)
    const type = returnedType(func)
    return type === null ? 'None' : this.#value(type, false)
  }

  #example(node: WitNode): string {
    return this.#value(node, true)
  }

  /** @param isExample Whether a text says something, as in the examples of calls. */
  #value(node: WitNode, isExample: boolean): string {
    const inside = (part: WitNode) => this.#value(part, isExample)
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

/** Blocks with an empty line between, and with two where one of them is empty. */
function joinBlocks(blocks: readonly string[]): string {
  return blocks.join('\n\n').replace(/\n{4,}/g, '\n\n\n')
}

function importLine(module: string, names: readonly string[], indent: string): string {
  const line = `${indent}from ${module} import ${names.join(', ')}`
  if (line.length <= 100) return line
  const list = names.map((name) => `${indent}    ${name},\n`).join('')
  return `${indent}from ${module} import (\n${list}${indent})`
}

function dataclass(name: string, fields: readonly (readonly [name: string, type: string])[]): string {
  const list = fields.map(([field, type]) => `("${field}", "${type}")`)
  return `${name} = dataclasses.make_dataclass("${name}", [${list.join(', ')}])`
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
