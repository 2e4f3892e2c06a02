/** For tests: parts of WebAssembly binaries. */

import { leb128 } from '../../../../tools/leb128.ts'

const COMPONENT_HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0)
const MODULE_HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

/** An unsigned number. */
export function number(value: number): Uint8Array {
  return Uint8Array.from(leb128(value))
}

/** The number of a type where a kind of type could stand: small negative numbers are those kinds. */
export function typeIndex(index: number): Uint8Array {
  return Uint8Array.from(leb128(index, 5))
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return join(parts)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export function repeat(part: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(part.length * times)
  for (let at = 0; at < all.length; at += part.length) all.set(part, at)
  return all
}

/** A section, or a part of one: what it is, how long it is, its content. */
export function sized(id: number, ...content: readonly Uint8Array[]): Uint8Array {
  const inner = concat(...content)
  return concat(Uint8Array.of(id), number(inner.length), inner)
}

/** How many there are, then each of them, made of parts. */
export function vector(...items: readonly (readonly Uint8Array[])[]): Uint8Array {
  return vectorOf(items)
}

/** The same of more than a call can have arguments. */
export function vectorOf(items: readonly (readonly Uint8Array[])[]): Uint8Array {
  return join([number(items.length), ...items.flat()])
}

export function name(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  return concat(number(bytes.length), bytes)
}

export function custom(section: string, ...content: readonly Uint8Array[]): Uint8Array {
  return sized(0, name(section), ...content)
}

/** A core module as a section of a component. */
export function moduleOf(...sections: readonly Uint8Array[]): Uint8Array {
  return sized(1, MODULE_HEADER, ...sections)
}

export function componentOf(...sections: readonly Uint8Array[]): Uint8Array {
  return concat(COMPONENT_HEADER, ...sections)
}
