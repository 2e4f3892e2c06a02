import type { WitType } from './wit-type.ts'

/** What the glue checks about a value before it leaves the component: plain JSON, `null` for unchecked. */
export type Shape = null | readonly [string, ...(Shape | string | number)[]]

/** More than this many nodes is left to the componentizer's own check. */
const MAX_NODES = 100

/** The check that belongs to a WIT type; `null` stands for no result. */
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
        // A nested option is a wrapper object in both languages.
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
  return integer === null ? [name] : ['int', integer[1] as string, Number(integer[2])]
}
