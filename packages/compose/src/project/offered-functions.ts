import { toCamelCase } from '@wasm-airlock/shared'
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
  const names = all.map((func) => func.name)
  const offered = interfaces.flatMap((each, index) =>
    each.functions.map((func) => ({
      func,
      path: `/${names.filter((name) => name === func.name).length > 1 ? `${each.name}/` : ''}${func.name}`,
      call: `interface${index}[${quote(toCamelCase(func.name))}]`,
    })),
  )
  const shapes = [...types].map(([type, name]) => `const ${name}: Shape = ${printDefinition(type, types)}\n`)
  const entries = offered.map(({ func, path }) => `  ${printEntry(func, path, types)},\n`)
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

function printEntry(func: ProjectFunction, path: string, types: TypeNames): string {
  const shape = (node: WitNode | null) => (node === null ? 'null' : printShape(node, types))
  const params = func.params.map((param) => `[${quote(param.name)}, ${shape(param.type)}]`).join(', ')
  const { result } = func
  const returned =
    result?.kind === 'result'
      ? `returns: ${shape(result.ok)}, fails: ${shape(result.err)}`
      : `returns: ${shape(result)}`
  return `{ path: ${quote(path)}, signature: ${quote(printFunction(func))}, params: [${params}], ${returned} }`
}

function printShape(node: WitNode, types: TypeNames): string {
  const inside = (part: WitNode | null) => (part === null ? 'null' : printShape(part, types))
  switch (node.kind) {
    case 'primitive':
      return quote(node.name)
    case 'list':
    case 'option':
      return `{ ${node.kind}: ${inside(node.of)} }`
    case 'tuple':
      return `{ tuple: [${node.items.map(inside).join(', ')}] }`
    case 'result':
      return `{ result: [${inside(node.ok)}, ${inside(node.err)}] }`
    default:
      return types.get(node) ?? 'null'
  }
}

function printDefinition(node: NamedNode, types: TypeNames): string {
  const shape = (part: WitNode | null) => (part === null ? 'null' : printShape(part, types))
  switch (node.kind) {
    case 'record': {
      const fields = node.fields.map(
        ({ name, type }) => `[${quote(name)}, ${quote(toCamelCase(name))}, ${shape(type)}]`,
      )
      return `{ record: [${fields.join(', ')}] }`
    }
    case 'flags':
      return `{ flags: [${node.names.map((name) => `[${quote(name)}, ${quote(toCamelCase(name))}]`).join(', ')}] }`
    case 'enum':
      return `{ enum: [${node.names.map(quote).join(', ')}] }`
    case 'variant':
      return `{ variant: [${node.cases.map(({ name, type }) => `[${quote(name)}, ${shape(type)}]`).join(', ')}] }`
  }
}

/** Names of WIT hold no quotes; the signature neither. */
function quote(text: string): string {
  return `'${text}'`
}
