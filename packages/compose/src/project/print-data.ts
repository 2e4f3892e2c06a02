/** Data of TypeScript: text as it stands, or a list or object whose members may begin with a key. */
export type Data =
  | string
  | { readonly kind: 'list'; readonly items: readonly Data[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [key: string, value: Data])[] }

const maximumColumns = 110

/**
 * Writes data on one line where that is short enough, else one member a line.
 *
 * @param indent Of the line that it begins on.
 * @param used Columns of that line that are taken, also by what comes behind.
 */
export function printData(data: Data, indent: string, used: number): string {
  if (typeof data === 'string') return data
  const flat = printFlat(data)
  if (used + flat.length <= maximumColumns) return flat
  const inner = `${indent}  `
  const members = data.kind === 'list' ? data.items.map((item) => ['', item] as const) : data.fields
  const lines = members.map(([key, value]) => {
    const start = `${inner}${key === '' ? '' : `${key}: `}`
    return `${start}${printData(value, inner, start.length + 1)},\n`
  })
  const [open, close] = data.kind === 'list' ? '[]' : '{}'
  return `${open}\n${lines.join('')}${indent}${close}`
}

function printFlat(data: Data): string {
  if (typeof data === 'string') return data
  if (data.kind === 'list') return `[${data.items.map(printFlat).join(', ')}]`
  return `{ ${data.fields.map(([key, value]) => `${key}: ${printFlat(value)}`).join(', ')} }`
}
