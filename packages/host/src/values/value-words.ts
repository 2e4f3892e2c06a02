import type { WitType } from '@wasm-airlock/wac'
import type { Shape, ValueTypes } from './value-types.ts'

const MAX_NAMES = 12
const MAX_EXAMPLE_LENGTH = 200

/** What a value of a shape has to be, to go behind "must be". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'bool':
      return 'true or false'
    case 'char':
      return 'a string of one character'
    case 'string':
      return 'a string'
    case 'bytes':
      return 'a list of whole numbers from 0 to 255'
    case 'float':
      return `a number that f${shape.bits} can hold`
    case 'integer':
      return `a whole number from ${shape.min} to ${shape.max}`
    case 'list':
      return shape.length === undefined ? 'a list' : `a list of ${shape.length}`
    case 'tuple':
      return `a list of ${shape.items.length}`
    case 'record':
      return `an object with the fields ${listNames(shape.fields.map(({ name }) => name))}`
    case 'flags':
      return `a list of flags out of ${listNames(shape.fields.map(({ name }) => name))}, or an object that has them as keys`
    case 'enum':
      return `one of ${listNames([...shape.names])}`
    case 'variant':
    case 'result':
      return `an object with a tag out of ${listNames([...shape.cases.keys()])}`
    case 'option':
      return 'an object with the tag some or none'
    case 'foreign':
      return `a ${shape.what}`
  }
}

/** Names for a message, not more of them than somebody reads. */
export function listNames(names: readonly string[]): string {
  return names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(', ')}, …` : names.join(', ')
}

/** A value of a type as JSON, short enough for a message: what is too deep or too long is `…`. */
export function exampleOf(types: ValueTypes, type: WitType): string {
  for (const depth of [5, 3, 2]) {
    const text = exampleTo(types, type, depth)
    if (text.length <= MAX_EXAMPLE_LENGTH) return text
  }
  return exampleTo(types, type, 1)
}

function exampleTo(types: ValueTypes, type: WitType, depth: number): string {
  if (depth === 0) return '…'
  const inner = (of: WitType) => exampleTo(types, of, depth - 1)
  const tagged = (cases: ReadonlyMap<string, WitType | null>) => {
    const [name, of] = [...cases].find(([, each]) => each !== null) ?? [...cases][0] ?? ['', null]
    return `{"tag":"${name}"${of === null ? '' : `,"val":${inner(of)}`}}`
  }
  const shape = types.shapeOf(type)
  switch (shape.kind) {
    case 'bool':
      return 'true'
    case 'char':
      return '"a"'
    case 'string':
      return '"text"'
    case 'bytes':
      return '[1,2]'
    case 'float':
      return '1.5'
    case 'integer':
      return '1'
    case 'list':
      return `[${inner(shape.of)}]`
    case 'tuple':
      return `[${some(shape.items, inner)}]`
    case 'record':
      return `{${some(shape.fields, (field) => `"${field.name}":${inner(field.type)}`)}}`
    case 'flags':
      return `["${shape.fields[0]?.name ?? ''}"]`
    case 'enum':
      return `"${[...shape.names][0] ?? ''}"`
    case 'variant':
    case 'result':
      return tagged(shape.cases)
    case 'option':
      return shape.cases === null ? inner(shape.of) : tagged(shape.cases)
    case 'foreign':
      return '…'
  }
}

function some<T>(items: readonly T[], write: (item: T) => string): string {
  const written = items.slice(0, 6).map(write)
  return [...written, ...(items.length > 6 ? ['…'] : [])].join(',')
}
