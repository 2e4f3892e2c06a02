import type { WitType } from '../wit/wit-type.ts'

/** How Python's users write a WIT type; what is nested deeper than a hint needs keeps its WIT name. */
export function pythonType(type: WitType | null, depth = 0): string {
  if (type === null) return 'None'
  if (depth > 2) return type.text
  const inside = (inner: WitType) => pythonType(inner, depth + 1)
  switch (type.kind) {
    case 'primitive':
      if (type.name === 'string' || type.name === 'char') return 'str'
      if (type.name === 'bool') return 'bool'
      return type.name.startsWith('f') ? 'float' : 'int'
    case 'list':
      return type.of.kind === 'primitive' && type.of.name === 'u8' ? 'bytes' : `list[${inside(type.of)}]`
    case 'option':
      return `${inside(type.of)} | None`
    case 'tuple':
      return `tuple[${type.items.map(inside).join(', ')}]`
    case 'result':
      return pythonType(type.ok, depth)
    default:
      return type.text
  }
}

const BUILT_IN = new Set(['str', 'int', 'float', 'bool', 'bytes', 'list', 'tuple', 'dict', 'set', 'None'])

/** Does an annotation name a built-in type that the WIT type can never be? */
export function contradicts(annotation: string | null, type: WitType | null): boolean {
  if (annotation === null) return false
  const written =
    annotation
      .split('[')[0]
      ?.trim()
      .toLowerCase()
      .replace(/^none$/, 'None') ?? ''
  const expected = pythonType(type).split('[')[0] ?? ''
  if (annotation.includes('|') || !BUILT_IN.has(written) || !BUILT_IN.has(expected)) return false
  if (type?.kind === 'option') return false
  return written !== expected && !(expected === 'float' && written === 'int')
}
