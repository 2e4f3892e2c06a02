import type { Reader } from './binary.ts'
import { skipConstant, skipExpression } from './constant-expressions.ts'
import { isReferenceType, isSimpleType } from './simple-types.ts'

/**
 * Sections of core modules about which engines and wasmparser are known to agree: those of WebAssembly 2.0
 * with the constant expressions that toolchains write. As with function bodies the framing alone is looked
 * at; of a section that an engine accepts the answer is right, of others it does not matter.
 */

/** Half of what engines and wasmparser allow, as one counts imports with the rest and the other does not. */
export const FUNCTION_LIMIT = 500_000
const SEGMENT_LIMIT = 50_000
const ENTRY_LIMIT = 5_000_000

/** How many functions and globals are imported; `undefined` where an import is not plain. */
export function countImports(
  reader: Reader,
): { readonly functions: number; readonly globals: number } | undefined {
  let functions = 0
  let globals = 0
  const count = reader.u32()
  for (let index = 0; index < count && !reader.failed; index++) {
    reader.skip(reader.u32())
    reader.skip(reader.u32())
    switch (reader.byte()) {
      case 0: // function
        functions += 1
        reader.skipNumber()
        break
      case 1: // table
        if (!isTable(reader)) return undefined
        break
      case 2: // memory
        if (!skipLimits(reader)) return undefined
        break
      case 3: // global
        globals += 1
        if (!isGlobalType(reader)) return undefined
        break
      default: // tags, and what is to come
        return undefined
    }
  }
  return reader.failed || !reader.done ? undefined : { functions, globals }
}

/** Are all tables of simple types, without a value for their entries to begin with? */
export function arePlainTables(reader: Reader): boolean {
  const count = reader.u32()
  for (let index = 0; index < count && !reader.failed; index++) if (!isTable(reader)) return false
  return reader.done && !reader.failed
}

function isTable(reader: Reader): boolean {
  return isReferenceType(reader.byte()) && skipLimits(reader)
}

/** With a maximum, shared, of 64 bits; pages of another size have one number more. */
function skipLimits(reader: Reader): boolean {
  const flags = reader.byte()
  if (flags > 7) return false
  reader.skipNumber()
  if (flags & 1) reader.skipNumber()
  return !reader.failed
}

/** Are all globals of simple types, with values that name no function? Extended constants are among them. */
export function arePlainGlobals(reader: Reader): boolean {
  const count = reader.u32()
  for (let index = 0; index < count && !reader.failed; index++) {
    if (!(isGlobalType(reader) && skipExpression(reader))) return false
  }
  return reader.done && !reader.failed
}

function isGlobalType(reader: Reader): boolean {
  return isSimpleType(reader.byte()) && reader.byte() <= 1
}

/** Are all segments of functions alone, by their indexes? */
export function arePlainElements(reader: Reader, importedGlobals: number): boolean {
  const count = reader.u32()
  if (count > SEGMENT_LIMIT) return false
  let entries = 0
  for (let index = 0; index < count && !reader.failed; index++) {
    const mode = reader.u32()
    if (mode > 3) return false
    if (mode === 2) reader.skipNumber() // the table
    if (!(mode & 1) && !skipConstant(reader, importedGlobals)) return false
    if (mode !== 0 && reader.byte() !== 0) return false
    const length = reader.u32()
    entries += length
    if (entries > ENTRY_LIMIT) return false
    for (let entry = 0; entry < length && !reader.failed; entry++) reader.skipNumber()
  }
  return reader.done && !reader.failed
}

/** How many segments there are; `undefined` where one is not plain. */
export function countPlainData(reader: Reader, importedGlobals: number): number | undefined {
  const count = reader.u32()
  if (count > SEGMENT_LIMIT) return undefined
  for (let index = 0; index < count && !reader.failed; index++) {
    const mode = reader.u32()
    if (mode > 1) return undefined // of another memory than the first
    if (mode === 0 && !skipConstant(reader, importedGlobals)) return undefined
    reader.skip(reader.u32())
  }
  return reader.done && !reader.failed ? count : undefined
}
