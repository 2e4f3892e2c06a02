import type { WitType } from '../wit/wit-type.ts'

/** What the glue checks about a value before it leaves the component: plain JSON, `null` for unchecked. */
export type Shape = null | readonly [string, ...(Shape | number)[]]

/** More than this many nodes is left to the componentizer's own check. */
const MAX_NODES = 100

/** The check that belongs to a WIT type; `null` result types must be Python's `None`. */
export function shapeOf(type: WitType | null): Shape {
  let nodes = 0
  const visit = (inner: WitType | null): Shape => {
    nodes += 1
    if (nodes > MAX_NODES) return null
    if (inner === null) return ['none']
    switch (inner.kind) {
      case 'primitive':
        return primitive(inner.name)
      case 'list':
        return inner.of.kind === 'primitive' && inner.of.name === 'u8' ? ['bytes'] : ['list', visit(inner.of)]
      case 'option':
        // A nested option is a wrapper object in Python.
        return inner.of.kind === 'option' ? null : ['option', visit(inner.of)]
      case 'tuple':
        return ['tuple', ...inner.items.map(visit)]
      case 'result':
        // A function returns the good value and raises the other; inside other types it is an object.
        return inner === type ? visit(inner.ok) : null
      default:
        return null
    }
  }
  return visit(type)
}

function primitive(name: string): Shape {
  const integer = /^([us])(8|16|32|64)$/.exec(name)
  if (integer === null) return [name]
  const bits = Number(integer[2])
  // 64-bit bounds do not fit a JSON number exactly; Python checks those when it lowers the value.
  if (bits === 64) return ['int', integer[1] === 'u' ? 0 : -(2 ** 63), 2 ** 64]
  return integer[1] === 'u' ? ['int', 0, 2 ** bits - 1] : ['int', -(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
}

/** How Python's users write a WIT type. */
export function pythonType(type: WitType | null): string {
  if (type === null) return 'None'
  switch (type.kind) {
    case 'primitive':
      if (type.name === 'string' || type.name === 'char') return 'str'
      if (type.name === 'bool') return 'bool'
      return type.name.startsWith('f') ? 'float' : 'int'
    case 'list':
      return type.of.kind === 'primitive' && type.of.name === 'u8' ? 'bytes' : `list[${pythonType(type.of)}]`
    case 'option':
      return `${pythonType(type.of)} | None`
    case 'tuple':
      return `tuple[${type.items.map(pythonType).join(', ')}]`
    case 'result':
      return pythonType(type.ok)
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
