import type { ComponentTypeDefinition, TypeRef } from '@wasm-airlock/wac'

/** The types of core WebAssembly that values become. */
export type Flat = 'i32' | 'i64' | 'f32' | 'f64'

/** What the Canonical ABI makes of a type: many kinds of WIT are one kind in memory. */
export type Shape =
  /** One value of core WebAssembly; `load` is the instruction that reads it. */
  | {
      readonly kind: 'scalar'
      readonly size: 1 | 2 | 4 | 8
      readonly flat: Flat
      readonly load: string
    }
  /** Address and length of something that lies elsewhere. */
  | { readonly kind: 'pair' }
  | { readonly kind: 'record'; readonly fields: readonly TypeRef[] }
  | { readonly kind: 'variant'; readonly cases: readonly (TypeRef | null)[] }
  | { readonly kind: 'array'; readonly element: TypeRef; readonly length: number }

export type TypeTable = readonly ComponentTypeDefinition[]

const scalar = (size: 1 | 2 | 4 | 8, flat: Flat, load: string): Shape => ({
  kind: 'scalar',
  size,
  flat,
  load: `${flat}.${load}`,
})

const primitives: Readonly<Record<string, Shape>> = {
  bool: scalar(1, 'i32', 'load8_u'),
  u8: scalar(1, 'i32', 'load8_u'),
  s8: scalar(1, 'i32', 'load8_s'),
  u16: scalar(2, 'i32', 'load16_u'),
  s16: scalar(2, 'i32', 'load16_s'),
  u32: scalar(4, 'i32', 'load'),
  s32: scalar(4, 'i32', 'load'),
  char: scalar(4, 'i32', 'load'),
  u64: scalar(8, 'i64', 'load'),
  s64: scalar(8, 'i64', 'load'),
  f32: scalar(4, 'f32', 'load'),
  f64: scalar(8, 'f64', 'load'),
  string: { kind: 'pair' },
}

/** Is this a primitive type whose values can be handed on? `error-context` is none. */
export function isPrimitive(name: string): boolean {
  return Object.hasOwn(primitives, name)
}

/** The number that says which case of a variant there is: as small as the number of cases allows. */
export function discriminantOf(cases: number): Extract<Shape, { kind: 'scalar' }> {
  const name = cases <= 0x100 ? 'u8' : cases <= 0x1_0000 ? 'u16' : 'u32'
  return primitives[name] as Extract<Shape, { kind: 'scalar' }>
}

/** The type that other names stand for: a primitive one, or the index of the one that is no alias. */
export function withoutAliases(types: TypeTable, type: TypeRef): TypeRef {
  let found = type
  while (typeof found === 'number') {
    const definition = types[found]
    if (definition?.kind !== 'alias') return found
    found = definition.type
  }
  return found
}

/**
 * What a type is in memory.
 *
 * @param types The table that it belongs to.
 * @param type A type of values; one that `unsupportedType` accepts.
 */
export function shapeOf(types: TypeTable, type: TypeRef): Shape {
  const found = withoutAliases(types, type)
  const definition = typeof found === 'number' ? types[found] : undefined
  switch (definition?.kind) {
    case 'record':
      return { kind: 'record', fields: definition.fields.map((field) => field.type) }
    case 'tuple':
      return { kind: 'record', fields: definition.items }
    case 'variant':
      return { kind: 'variant', cases: definition.cases.map((one) => one.type) }
    case 'enum':
      return discriminantOf(definition.cases.length)
    case 'option':
      return { kind: 'variant', cases: [null, definition.payload] }
    case 'result':
      return { kind: 'variant', cases: [definition.ok, definition.error] }
    case 'flags':
      return flagsShape(definition.flags.length)
    case 'list':
      return definition.length === null
        ? { kind: 'pair' }
        : { kind: 'array', element: definition.element, length: definition.length }
    case 'map':
      return { kind: 'pair' }
  }
  const shape = typeof found === 'string' && isPrimitive(found) ? primitives[found] : undefined
  if (shape === undefined) throw new TypeError(`No type of values: ${String(found)}`)
  return shape
}

function flagsShape(count: number): Shape {
  return (count <= 8 ? primitives.u8 : count <= 16 ? primitives.u16 : primitives.u32) as Shape
}
