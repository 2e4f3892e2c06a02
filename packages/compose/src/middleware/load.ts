import type { TypeRef } from '@wasm-airlock/wac'
import { type FlatsOf, widen } from './flatten.ts'
import type { LayoutOf } from './layout.ts'
import { discriminantOf, shapeOf, type TypeTable, withoutAliases } from './value-shape.ts'

/** Writes code that puts a value that lies in memory on the stack. */
export interface Loader {
  /**
   * @param type A type of at most 16 values.
   * @param local The local variable that holds an address.
   * @param offset Bytes from there to the value.
   * @returns Instructions.
   */
  load(type: TypeRef, local: string, offset: number): string
  /** The functions that those instructions call: one for each type, however often it occurs. */
  readonly functions: readonly string[]
}

export function createLoader(types: TypeTable, layoutOf: LayoutOf, flatsOf: FlatsOf): Loader {
  const functions: string[] = []
  const written = new Set<TypeRef>()

  const load: Loader['load'] = (type, local, offset) => {
    const key = withoutAliases(types, type)
    const shape = shapeOf(types, key)
    const address = `(local.get ${local})`
    if (shape.kind === 'scalar') return `(${shape.load} offset=${offset} ${address})`
    if (shape.kind === 'pair')
      return `(i32.load offset=${offset} ${address}) (i32.load offset=${offset + 4} ${address})`
    if (!written.has(key)) {
      written.add(key)
      functions.push(writeFunction(key))
    }
    return `(call $load-${key} (i32.add ${address} (i32.const ${offset})))`
  }

  const writeFunction = (type: TypeRef): string => {
    const shape = shapeOf(types, type)
    const flats = flatsOf(type)
    const { offsets } = layoutOf(type)
    const head = `(func $load-${type} (param $at i32) (result ${flats.join(' ')})`
    if (shape.kind === 'record')
      return `${head} ${shape.fields.map((field, index) => load(field, '$at', offsets[index] ?? 0)).join(' ')})`
    if (shape.kind === 'array') {
      const { size } = layoutOf(shape.element)
      const items = Array.from({ length: shape.length }, (_, index) =>
        load(shape.element, '$at', index * size),
      )
      return `${head} ${items.join(' ')})`
    }
    if (shape.kind !== 'variant') throw new TypeError(`${shape.kind} needs no function`)
    const [payloadAt = 0] = offsets
    const discriminant = `(${discriminantOf(shape.cases.length).load} (local.get $at))`
    const joined = flats.slice(1)
    const branches = shape.cases.map((payload, index) => {
      if (payload === null) return ''
      // Off the stack from the top, so the last value first.
      const stores = flatsOf(payload).map(
        (flat, at) => `${widen(flat, joined[at] ?? flat)} local.set $v${at}`,
      )
      const body = `${load(payload, '$at', payloadAt)} ${stores.reverse().join(' ')}`
      return `(if (i32.eq ${discriminant} (i32.const ${index})) (then ${body}))`
    })
    const locals = joined.map((flat, index) => `(local $v${index} ${flat})`).join(' ')
    const values = joined.map((_, index) => `(local.get $v${index})`).join(' ')
    return `${head} ${locals} ${branches.join(' ')} ${discriminant} ${values})`
  }

  return { load, functions }
}
