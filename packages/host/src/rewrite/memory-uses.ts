import type { AnyNode, Program } from 'acorn'
import { visitNodes } from './bindings.ts'

/** What writes to the bytes of a memory, by the names of its constructors; the host hands over its own. */
export const VIEWS = [
  'DataView',
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
] as const

const views = new Set<string>(VIEWS)

/**
 * Looks for a use of a memory's bytes other than jco's: to view them, to measure, to copy or to compare them.
 *
 * @param outer The function in which the constructors of views are the host's.
 * @returns Where it stands, as an offset; nothing where all is as expected.
 */
export function findMemoryUse(program: Program, outer: AnyNode): number | undefined {
  const known = new Set<AnyNode>()
  let found: number | undefined
  visitNodes(program, (node) => {
    if (node.type === 'NewExpression') {
      const { callee, arguments: values, start } = node
      const [value] = values
      const isView = callee.type === 'Identifier' && views.has(callee.name)
      // `value.buffer || value`
      if (value !== undefined && isView && start > outer.start && start < outer.end)
        known.add(value.type === 'LogicalExpression' ? value.left : value)
    } else if (node.type === 'BinaryExpression') known.add(node.left).add(node.right)
    else if (node.type === 'MemberExpression') {
      if (isNamed(node.property, 'byteLength') || isNamed(node.property, 'slice')) known.add(node.object)
      if (isNamed(node.property, 'buffer') && !known.has(node)) found ??= node.start
    } else if (node.type === 'Property' && isNamed(node.key, 'buffer')) found ??= node.start
    return found === undefined
  })
  return found
}

function isNamed(node: AnyNode, name: string): boolean {
  return (
    (node.type === 'Identifier' && node.name === name) || (node.type === 'Literal' && node.value === name)
  )
}
