import { toCamelCase, toJavaScriptIdentifier, toPascalCase } from '@wasm-airlock/shared'
import { echoedParameter, returnedType } from './plain-value.ts'
import { namedTypes, type ProjectFunction, type ProjectWorld, printFunction } from './project-world.ts'
import { nameTypes } from './type-names.ts'
import type { NamedNode, WitNode } from './wit-node.ts'

/** What the generated code uses under its own name. */
const globals: ReadonlySet<string> = new Set(
  ['Uint8', 'Int8', 'Uint16', 'Int16', 'Uint32', 'Int32', 'BigUint64', 'BigInt64', 'Float32', 'Float64'].map(
    (name) => `${name}Array`,
  ),
)

const arrays: Readonly<Record<string, string>> = {
  u8: 'Uint8Array',
  s8: 'Int8Array',
  u16: 'Uint16Array',
  s16: 'Int16Array',
  u32: 'Uint32Array',
  s32: 'Int32Array',
  u64: 'BigUint64Array',
  s64: 'BigInt64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
}

/** Writes TypeScript for functions of one world, with the types that componentize-js hands over. */
export class TypeScriptCode {
  readonly #functions: readonly ProjectFunction[]
  readonly #names: ReadonlyMap<NamedNode, string>

  constructor(functions: readonly ProjectFunction[], world: ProjectWorld) {
    this.#functions = functions
    this.#names = nameTypes(namedTypes(functions), world.resolution, toPascalCase, globals)
  }

  /** `src/index.ts`: every function, each with a body that works. */
  module(): string {
    const functions = this.#functions.map((func) => {
      const note = func.result?.kind === 'result' ? ' For the error, throw its value.' : ''
      const body = this.#returned(func)
      return `/** \`${printFunction(func)}\`.${note} */\nexport function ${this.#signature(func)} {${body === undefined ? '' : `\n  return ${body}\n`}}\n`
    })
    return [...this.types(), ...functions].join('\n')
  }

  /** `src/index.test.ts`: every function is called once. */
  test(): string {
    const tests = this.#functions.map((func) => {
      const args = func.params.map((param) => this.#value(param.type, true)).join(', ')
      const expected = echoedParameter(func) === undefined ? (this.#returned(func) ?? 'undefined') : "'text'"
      return `test('${func.name}', () => {\n  assert.deepEqual(app.${toJavaScriptIdentifier(func.name)}(${args}), ${expected})\n})\n`
    })
    const imports = [
      "import assert from 'node:assert/strict'",
      "import { test } from 'node:test'",
      "import * as app from './index.ts'",
    ]
    return `${imports.join('\n')}\n\n${tests.join('\n')}`
  }

  /** The types with a name, each exported. */
  types(): readonly string[] {
    return [...this.#names].map(([type, name]) => `${this.#define(type, name)}\n`)
  }

  /** What a module of the engine declares for the functions. */
  declarations(): readonly string[] {
    return this.#functions.map((func) => {
      const own = toCamelCase(func.name)
      const name = toJavaScriptIdentifier(func.name)
      const declared = `function ${this.#signature(func)}`
      return own === name ? `export ${declared}` : `${declared}\nexport { ${name} as ${own} }`
    })
  }

  #signature(func: ProjectFunction): string {
    const params = func.params.map(
      (param) => `${toJavaScriptIdentifier(param.name)}: ${this.#type(param.type)}`,
    )
    const type = returnedType(func)
    return `${toJavaScriptIdentifier(func.name)}(${params.join(', ')}): ${type === null ? 'void' : this.#type(type)}`
  }

  #define(type: NamedNode, name: string): string {
    switch (type.kind) {
      case 'record': {
        const fields = type.fields.map(
          (field) =>
            `  ${toCamelCase(field.name)}${field.type.kind === 'option' ? '?' : ''}: ${this.#type(field.type)}`,
        )
        return `export interface ${name} {\n${fields.join('\n')}\n}`
      }
      case 'flags':
        return `export interface ${name} {\n${type.names.map((each) => `  ${toCamelCase(each)}?: boolean`).join('\n')}\n}`
      case 'enum':
        return `export type ${name} = ${type.names.map((each) => `'${each}'`).join(' | ')}`
      case 'variant':
        return `export type ${name} = ${type.cases.map((each) => tagged(each.name, each.type && this.#type(each.type))).join(' | ')}`
    }
  }

  #type(node: WitNode): string {
    switch (node.kind) {
      case 'primitive':
        if (node.name === 'string' || node.name === 'char') return 'string'
        if (node.name === 'bool') return 'boolean'
        return node.name.endsWith('64') && !node.name.startsWith('f') ? 'bigint' : 'number'
      case 'list': {
        const array = arrayOf(node.of)
        if (array !== undefined) return array
        const inner = this.#type(node.of)
        return /[ |]/.test(inner) ? `(${inner})[]` : `${inner}[]`
      }
      case 'option':
        return node.of.kind === 'option'
          ? `${tagged('none', null)} | ${tagged('some', this.#type(node.of))}`
          : `${this.#type(node.of)} | undefined`
      case 'tuple':
        return `[${node.items.map((item) => this.#type(item)).join(', ')}]`
      case 'result':
        return [
          tagged('ok', node.ok === null ? 'undefined' : this.#type(node.ok)),
          tagged('err', node.err === null ? 'undefined' : this.#type(node.err)),
        ].join(' | ')
      default:
        return this.#names.get(node) ?? 'unknown'
    }
  }

  #returned(func: ProjectFunction): string | undefined {
    const echoed = echoedParameter(func)
    if (echoed !== undefined) return toJavaScriptIdentifier(echoed)
    const type = returnedType(func)
    return type === null ? undefined : this.#value(type, false)
  }

  /** @param isExample Whether a text says something, as in the examples of calls. */
  #value(node: WitNode, isExample: boolean): string {
    const inside = (part: WitNode) => this.#value(part, isExample)
    switch (node.kind) {
      case 'primitive':
        if (node.name === 'string') return isExample ? "'text'" : "''"
        if (node.name === 'char') return "'a'"
        if (node.name === 'bool') return 'false'
        return this.#type(node) === 'bigint' ? '0n' : '0'
      case 'list': {
        const array = arrayOf(node.of)
        return array === undefined ? '[]' : `new ${array}()`
      }
      case 'option':
        return node.of.kind === 'option' ? "{ tag: 'none' }" : 'undefined'
      case 'tuple':
        return `[${node.items.map(inside).join(', ')}]`
      case 'result':
        return `{ tag: 'ok', val: ${node.ok === null ? 'undefined' : inside(node.ok)} }`
      case 'record':
        return `{ ${node.fields.map((field) => `${toCamelCase(field.name)}: ${inside(field.type)}`).join(', ')} }`
      case 'enum':
        return `'${node.names[0]}'`
      case 'flags':
        return '{}'
      case 'variant': {
        const [first] = node.cases
        return first?.type == null
          ? `{ tag: '${first?.name}' }`
          : `{ tag: '${first.name}', val: ${inside(first.type)} }`
      }
    }
  }
}

function tagged(tag: string, type: string | null): string {
  return type === null ? `{ tag: '${tag}' }` : `{ tag: '${tag}'; val: ${type} }`
}

function arrayOf(node: WitNode): string | undefined {
  return node.kind === 'primitive' ? arrays[node.name] : undefined
}
