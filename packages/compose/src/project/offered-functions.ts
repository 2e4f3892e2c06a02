import { toCamelCase } from '@wasm-airlock/shared'
import { placeFunctions } from './function-paths.ts'
import { type Data, printData } from './print-data.ts'
import { namedTypes, type ProjectFunction, type ProjectInterface, printFunction } from './project-world.ts'
import type { NamedNode, WitNode } from './wit-node.ts'

/**
 * The modules of an application that offers functions: `functions.ts` with their paths and types, and `entry.ts`
 * that ties them to the component. A type with a name stands once, however often it is used.
 *
 * @param interfaces Each with a function at least.
 */
export function printOfferedFunctions(
  interfaces: readonly ProjectInterface[],
): Readonly<Record<'functions.ts' | 'entry.ts', string>> {
  const all = interfaces.flatMap((each) => each.functions)
  const types = new Map(namedTypes(all).map((type, index) => [type, `t${index}`] as const))
  const offered = placeFunctions(interfaces).map(({ func, index, path }) => ({
    func,
    path,
    call: `interface${index}[${quote(toCamelCase(func.name))}]`,
  }))
  const shapes = [...types].map(([type, name]) => {
    const start = `const ${name}: Shape = `
    return `${start}${printData(definitionOf(type, types), '', start.length)}\n`
  })
  const entries = offered.map(({ func, path }) => `  ${printData(entryOf(func, path, types), '  ', 3)},\n`)
  const imports = interfaces.map((each, index) => `import * as interface${index} from ${quote(each.id)}\n`)
  const calls = offered.map(({ path, call }) => `  ${quote(path)}: ${call},\n`)
  return {
    'functions.ts': `import type { OfferedFunction${shapes.length > 0 ? ', Shape' : ''} } from './shape.ts'

${shapes.join('')}${shapes.length > 0 ? '\n' : ''}/** What the application offers, and at which path. */
export const functions: readonly OfferedFunction[] = [
${entries.join('')}]
`,
    'entry.ts': `${imports.join('')}import { handleRequest } from './app.ts'
import { createIncomingHandler } from './incoming-handler.ts'

const calls = {
${calls.join('')}}

export const incomingHandler = createIncomingHandler((request) => handleRequest(request, calls))
`,
  }
}

type TypeNames = ReadonlyMap<NamedNode, string>

function entryOf(func: ProjectFunction, path: string, types: TypeNames): Data {
  const shape = (node: WitNode | null) => (node === null ? 'null' : shapeOf(node, types))
  const { result } = func
  const returned: readonly (readonly [string, Data])[] =
    result?.kind === 'result'
      ? [
          ['returns', shape(result.ok)],
          ['fails', shape(result.err)],
        ]
      : [['returns', shape(result)]]
  const params = func.params.map((param) => list([quote(param.name), shape(param.type)]))
  return object([
    ['path', quote(path)],
    ['signature', quote(printFunction(func))],
    ['params', list(params)],
    ...returned,
  ])
}

function shapeOf(node: WitNode, types: TypeNames): Data {
  const inside = (part: WitNode | null) => (part === null ? 'null' : shapeOf(part, types))
  switch (node.kind) {
    case 'primitive':
      return quote(node.name)
    case 'list':
    case 'option':
      return object([[node.kind, inside(node.of)]])
    case 'tuple':
      return object([['tuple', list(node.items.map(inside))]])
    case 'result':
      return object([['result', list([inside(node.ok), inside(node.err)])]])
    default:
      return types.get(node) ?? 'null'
  }
}

function definitionOf(node: NamedNode, types: TypeNames): Data {
  const shape = (part: WitNode | null) => (part === null ? 'null' : shapeOf(part, types))
  const both = (name: string) => [quote(name), quote(toCamelCase(name))]
  switch (node.kind) {
    case 'record': {
      const fields = node.fields.map(({ name, type }) => list([...both(name), shape(type)]))
      return object([['record', list(fields)]])
    }
    case 'flags':
      return object([['flags', list(node.names.map((name) => list(both(name))))]])
    case 'enum':
      return object([['enum', list(node.names.map(quote))]])
    case 'variant': {
      const cases = node.cases.map(({ name, type }) => list([quote(name), shape(type)]))
      return object([['variant', list(cases)]])
    }
  }
}

function list(items: readonly Data[]): Data {
  return { kind: 'list', items }
}

function object(fields: readonly (readonly [key: string, value: Data])[]): Data {
  return { kind: 'object', fields }
}

/** Names of WIT hold no quotes; the signature neither. */
function quote(text: string): string {
  return `'${text}'`
}
