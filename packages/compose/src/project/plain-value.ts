import type { ProjectFunction } from './project-world.ts'
import type { WitNode } from './wit-node.ts'

/**
 * The simplest value of a type that says something, as JSON has it and Airlock's calls take it: names as in WIT,
 * an option is there.
 */
export function exampleValue(node: WitNode): unknown {
  switch (node.kind) {
    case 'primitive':
      return primitives[node.name] ?? 0
    case 'list':
      return []
    case 'option':
      return node.of.kind === 'option' ? { tag: 'some', val: exampleValue(node.of) } : exampleValue(node.of)
    case 'tuple':
      return node.items.map(exampleValue)
    case 'result':
      return { tag: 'ok', ...(node.ok === null ? {} : { val: exampleValue(node.ok) }) }
    case 'record':
      return Object.fromEntries(node.fields.map((field) => [field.name, exampleValue(field.type)]))
    case 'enum':
      return node.names[0]
    case 'flags':
      return {}
    case 'variant': {
      const [first] = node.cases
      return { tag: first?.name, ...(first?.type ? { val: exampleValue(first.type) } : {}) }
    }
  }
}

const primitives: Readonly<Record<string, unknown>> = { string: 'text', char: 'a', bool: false }

/**
 * What a new function returns, as Airlock shows it: the parameter that it hands back, or the simplest value.
 *
 * @returns `undefined` where that cannot be written in TOML: nothing, or nothing somewhere inside.
 */
function expectedValue(func: ProjectFunction): unknown {
  const returned = returnedType(func)
  if (returned === null) return undefined
  return echoedParameter(func) === undefined ? simplest(returned) : exampleValue(returned)
}

/** The type of the value that a function returns: of a result, that of its good value. */
export function returnedType({ result }: ProjectFunction): WitNode | null {
  return result?.kind === 'result' ? result.ok : result
}

/** Name of the first text that a function gets, where it returns a text: it hands it back. */
export function echoedParameter(func: ProjectFunction): string | undefined {
  const isText = (node: WitNode | null) => node?.kind === 'primitive' && node.name === 'string'
  if (!isText(returnedType(func))) return undefined
  return func.params.find((param) => isText(param.type))?.name
}

function simplest(node: WitNode): unknown {
  const all = (parts: readonly unknown[]) => (parts.includes(undefined) ? undefined : parts)
  switch (node.kind) {
    case 'primitive':
      return node.name === 'string' ? '' : exampleValue(node)
    case 'option':
      return undefined
    case 'tuple':
      return all(node.items.map(simplest))
    case 'result': {
      const val = node.ok === null ? undefined : simplest(node.ok)
      return val === undefined ? undefined : { tag: 'ok', val }
    }
    case 'record': {
      const values = node.fields.map((field) => [field.name, simplest(field.type)] as const)
      return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values)
    }
    case 'flags':
      return Object.fromEntries(node.names.map((name) => [name, false]))
    case 'variant': {
      const [first] = node.cases
      if (first?.type == null) return { tag: first?.name }
      const val = simplest(first.type)
      return val === undefined ? undefined : { tag: first.name, val }
    }
    default:
      return exampleValue(node)
  }
}

/** A value of these in TOML, on one line. Its keys are names of WIT, its texts our own or names. */
function printToml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printToml).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, each]) => `${key} = ${printToml(each)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** `[[call]]` for each function. */
export function printCases(functions: readonly ProjectFunction[]): string {
  const calls = functions.map((func) => {
    const expected = expectedValue(func)
    return [
      '[[call]]',
      `function = "${func.name}"`,
      `args = ${printToml(func.params.map((param) => exampleValue(param.type)))}`,
      ...(expected === undefined ? [] : [`expect = ${printToml(expected)}`]),
    ].join('\n')
  })
  return `# What Airlock checks: the calls in the sandbox.\n\n${calls.join('\n\n')}\n`
}
