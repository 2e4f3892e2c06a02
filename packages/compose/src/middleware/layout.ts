import type { TypeRef } from '@wasm-airlock/wac'
import { discriminantOf, shapeOf, type TypeTable, withoutAliases } from './value-shape.ts'

/** Where a value lies in memory, in bytes, as the Canonical ABI says. */
export interface Layout {
  readonly size: number
  readonly align: number
  /** Of a record, where each field begins; of a variant, where the payload does. */
  readonly offsets: readonly number[]
}

/** Gives the layout of any type of a table. Types that are shared are looked at once. */
export type LayoutOf = (type: TypeRef) => Layout

/** @param types Types that `unsupportedType` accepts. */
export function createLayouts(types: TypeTable): LayoutOf {
  const known = new Map<TypeRef, Layout>()
  const layoutOf = (type: TypeRef): Layout => {
    const key = withoutAliases(types, type)
    const found = known.get(key) ?? measure(types, key, layoutOf)
    known.set(key, found)
    return found
  }
  return layoutOf
}

function measure(types: TypeTable, type: TypeRef, layoutOf: LayoutOf): Layout {
  const shape = shapeOf(types, type)
  switch (shape.kind) {
    case 'scalar':
      return { size: shape.size, align: shape.size, offsets: [] }
    case 'pair':
      return { size: 8, align: 4, offsets: [] }
    case 'record':
      return layoutFields(shape.fields, layoutOf)
    case 'array': {
      const { size, align } = layoutOf(shape.element)
      return { size: size * shape.length, align, offsets: [] }
    }
    case 'variant': {
      const payloads = shape.cases.filter((payload) => payload !== null).map(layoutOf)
      const discriminant = discriminantOf(shape.cases.length).size
      const payloadAlign = Math.max(1, ...payloads.map(({ align }) => align))
      const align = Math.max(discriminant, payloadAlign)
      const offset = alignTo(discriminant, payloadAlign)
      const size = alignTo(offset + Math.max(0, ...payloads.map((payload) => payload.size)), align)
      return { size, align, offsets: [offset] }
    }
  }
}

/** The layout of a record, or of a list of parameters that lies in memory. */
export function layoutFields(fields: readonly TypeRef[], layoutOf: LayoutOf): Layout {
  const offsets: number[] = []
  let end = 0
  let align = 1
  for (const field of fields) {
    const layout = layoutOf(field)
    const offset = alignTo(end, layout.align)
    offsets.push(offset)
    end = offset + layout.size
    align = Math.max(align, layout.align)
  }
  return { size: alignTo(end, align), align, offsets }
}

// Not with bits: sizes beyond 2^31 have to stay what they are until they are refused.
function alignTo(offset: number, align: number): number {
  return Math.ceil(offset / align) * align
}
