import type { TypeRef } from '@wasm-airlock/wac'
import { type Flat, shapeOf, type TypeTable, withoutAliases } from './value-shape.ts'

/** Parameters that become more values than this lie in memory. */
export const maximumFlatParams = 16
/** Results that become more values than this lie in memory. */
export const maximumFlatResults = 1

/** More are not counted: they lie in memory then, and types that are shared could make any number of them. */
const enough = maximumFlatParams + 1

/** The values of core WebAssembly that a value becomes; the first 17 of them where there are more. */
export type FlatsOf = (type: TypeRef) => readonly Flat[]

/** @param types Types that `unsupportedType` accepts. */
export function createFlats(types: TypeTable): FlatsOf {
  const known = new Map<TypeRef, readonly Flat[]>()
  const flatsOf = (type: TypeRef): readonly Flat[] => {
    const key = withoutAliases(types, type)
    const found = known.get(key) ?? flatten(types, key, flatsOf)
    known.set(key, found)
    return found
  }
  return flatsOf
}

function flatten(types: TypeTable, type: TypeRef, flatsOf: FlatsOf): readonly Flat[] {
  const shape = shapeOf(types, type)
  switch (shape.kind) {
    case 'scalar':
      return [shape.flat]
    case 'pair':
      return ['i32', 'i32']
    case 'record':
      return flattenAll(shape.fields, flatsOf)
    case 'array':
      return flattenAll(new Array<TypeRef>(Math.min(shape.length, enough)).fill(shape.element), flatsOf)
    case 'variant': {
      const joined: Flat[] = []
      for (const payload of shape.cases) {
        if (payload === null) continue
        for (const [index, flat] of flatsOf(payload).entries()) joined[index] = join(joined[index], flat)
      }
      const flats: Flat[] = ['i32', ...joined]
      return flats.slice(0, enough)
    }
  }
}

/** The values of several types, one after the other. */
export function flattenAll(list: readonly TypeRef[], flatsOf: FlatsOf): readonly Flat[] {
  const flats: Flat[] = []
  for (const type of list) {
    flats.push(...flatsOf(type))
    if (flats.length >= enough) break
  }
  return flats.slice(0, enough)
}

/** The type that holds a value of either type, for the payloads of the cases of a variant. */
function join(one: Flat | undefined, other: Flat): Flat {
  if (one === undefined || one === other) return other
  return is32(one) && is32(other) ? 'i32' : 'i64'
}

function is32(flat: Flat): boolean {
  return flat === 'i32' || flat === 'f32'
}

/** Instructions that turn the value on the stack, that of a case, into the type that all cases share. */
export function widen(from: Flat, to: Flat): string {
  if (from === to) return ''
  const bits = from === 'f32' ? 'i32.reinterpret_f32' : from === 'f64' ? 'i64.reinterpret_f64' : ''
  return to === 'i64' && is32(from) ? `${bits} i64.extend_i32_u` : bits
}
