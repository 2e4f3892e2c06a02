import { encodeU32, type Reader } from './binary.ts'
import { smallestBodies } from './function-bodies.ts'
import { FUNCTION_LIMIT } from './plain-sections.ts'

/** The contents of three sections that hold the exported functions alone. */
export interface RenumberedExports {
  readonly functions: Uint8Array
  readonly exports: Uint8Array
  readonly code: Uint8Array
}

/**
 * Leaves out the functions that are not exported, and counts the others anew in their order.
 *
 * @param functions The content of the function section, where there is one.
 * @param exports The content of the export section, where there is one.
 * @param importedFunctions How many functions come before those of the function section.
 * @returns `undefined` where a function is exported that there is not, an export is of a kind to come, or
 * the sections are not framed.
 */
export function renumberExports(
  functions: Reader | undefined,
  exports: Reader | undefined,
  importedFunctions: number,
): RenumberedExports | undefined {
  const types = readNumbers(functions)
  if (types === undefined || importedFunctions > FUNCTION_LIMIT) return undefined
  const begin = exports?.at ?? 0
  const found = findFunctionExports(exports, importedFunctions, types.length)
  if (found === undefined) return undefined
  /** By function: 1 where it is exported, then one more than its new place. */
  const places = new Uint32Array(types.length)
  for (const { index } of found) places[index] = 1
  const keptTypes: Uint8Array[] = []
  for (const [index, type] of types.entries()) {
    if (places[index] === 1) places[index] = keptTypes.push(encodeU32(type))
  }
  return {
    functions: join([encodeU32(keptTypes.length), ...keptTypes]),
    code: join([encodeU32(keptTypes.length), smallestBodies(keptTypes.length)]),
    exports:
      exports === undefined
        ? new Uint8Array()
        : replaceIndexes(exports, begin, found, (index) => importedFunctions + (places[index] as number) - 1),
  }
}

function readNumbers(reader: Reader | undefined): Uint32Array | undefined {
  if (reader === undefined) return new Uint32Array()
  const count = reader.u32()
  if (count > FUNCTION_LIMIT) return undefined
  const numbers = new Uint32Array(count)
  for (let index = 0; index < count; index++) numbers[index] = reader.u32()
  return reader.done && !reader.failed ? numbers : undefined
}

/** A function of the function section, by its place there, and where an export has its index. */
interface FunctionExport {
  readonly index: number
  readonly from: number
  readonly to: number
}

function findFunctionExports(
  reader: Reader | undefined,
  importedFunctions: number,
  functions: number,
): readonly FunctionExport[] | undefined {
  const found: FunctionExport[] = []
  if (reader === undefined) return found
  const count = reader.u32()
  for (let item = 0; item < count && !reader.failed; item++) {
    reader.skip(reader.u32())
    const kind = reader.byte()
    const from = reader.at
    const index = reader.u32() - importedFunctions
    if (kind > 4) return undefined
    if (kind !== 0 || index < 0) continue
    if (index >= functions) return undefined
    found.push({ index, from, to: reader.at })
  }
  return reader.done && !reader.failed ? found : undefined
}

/** No function gets a higher number than it had, so the section never grows. */
function replaceIndexes(
  { bytes, end }: Reader,
  begin: number,
  found: readonly FunctionExport[],
  placeOf: (index: number) => number,
): Uint8Array {
  const content = new Uint8Array(end - begin)
  let at = 0
  let from = begin
  const keep = (to: number) => {
    // Byte by byte: names are short, and for those a view costs more.
    while (from < to) content[at++] = bytes[from++] as number
  }
  for (const entry of found) {
    keep(entry.from)
    for (let rest = placeOf(entry.index); ; rest >>>= 7) {
      content[at++] = rest < 0x80 ? rest : (rest & 0x7f) | 0x80
      if (rest < 0x80) break
    }
    from = entry.to
  }
  keep(end)
  return content.subarray(0, at)
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
