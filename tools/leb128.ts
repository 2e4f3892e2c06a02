/**
 * An unsigned number in the variable-length form of WebAssembly.
 *
 * @param width How many bytes it takes at least: more than it needs are allowed up to 5.
 */
export function leb128(value: number, width = 0): number[] {
  const more = value >= 0x80 || width > 1
  return more ? [(value & 0x7f) | 0x80, ...leb128(value >>> 7, width - 1)] : [value]
}
