import type { FunctionSignature, WorldItem } from '@wasm-airlock/shared'
import { wrapText } from '../wording/columns.ts'
import { compareText, listFirst, showName } from '../wording/names.ts'
import { countWords, formatNumber } from '../wording/words.ts'

/** Real components have fewer of either; a hostile one shall not fill the screen. */
const MAX_ITEMS = 200
const MAX_FUNCTIONS = 100

/**
 * What a component imports or exports, with the signatures of all functions.
 *
 * @param heading Imports or Exports.
 * @param items In any order.
 * @param isNamed The functions of a WASI interface are only counted: the report names them elsewhere.
 */
export function formatItems(heading: string, items: readonly WorldItem[], isNamed = false): string[] {
  if (items.length === 0) return [`${heading}: none`]
  const sorted = items.toSorted((a, b) => compareText(a.name, b.name))
  return [
    heading,
    ...listFirst(
      sorted,
      MAX_ITEMS,
      (item) => formatItem(item, isNamed),
      (more) => `  … and ${formatNumber(more)} more`,
    ),
  ]
}

function formatItem({ name, kind, functions }: WorldItem, isNamed: boolean): string[] {
  if (isNamed && name.startsWith('wasi:')) {
    return wrapText(`${showName(name)}, ${countWords(functions.length, 'function')}`, '  ', '      ')
  }
  if (kind === 'function') return functions.flatMap((signature) => formatFunction(signature, '  '))
  return [
    ...wrapText(showName(name), '  ', '      '),
    ...listFirst(
      functions,
      MAX_FUNCTIONS,
      (signature) => formatFunction(signature, '    '),
      (more) => `    … and ${formatNumber(more)} more`,
    ),
  ]
}

function formatFunction(signature: FunctionSignature, indent: string): string[] {
  return wrapText(showName(describeSignature(signature)), indent, `${indent}    `)
}

/** `before: func(userprompt: string) -> string`. */
export function describeSignature({ name, params, result }: FunctionSignature): string {
  const list = params.map((param) => `${param.name}: ${param.type}`).join(', ')
  return `${name}: func(${list})${result === null ? '' : ` -> ${result}`}`
}
