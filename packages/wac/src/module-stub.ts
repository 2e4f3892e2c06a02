import { CORE_HEADER, encodeU32, hasHeader, Pieces, Reader, readSections, type Section } from './binary.ts'
import { readBodies } from './function-bodies.ts'
import {
  arePlainElements,
  arePlainGlobals,
  arePlainTables,
  countImports,
  countPlainData,
  FUNCTION_LIMIT,
} from './plain-sections.ts'
import { renumberExports } from './stub-exports.ts'

const CUSTOM = 0
const FUNCTION = 3
const EXPORT = 7
const CODE = 10

/** The sections in their order, which wasmparser insists on and engines do not in every case; tags are 13. */
const ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11]
const KEPT_AS_THEY_ARE: ReadonlySet<number> = new Set([1, 2, 4, 5, 13, 6])

/**
 * Writes a module that looks the same from outside, with the same imports and exports of the same types, and
 * holds nothing but that: types, imports, tables, memories, tags and globals byte for byte, of the functions
 * those that are exported, with the smallest body, and of custom sections their names. Components that differ
 * in their modules that way are composed in the same way.
 *
 * That the stub is valid says nothing about elements, data, start and bodies of the module: an engine has
 * to. So there is a stub only of modules in which all of these are such that engines and wasmparser agree.
 *
 * @param bytes What holds the module; anything.
 * @returns `undefined` of any other module.
 */
export function buildModuleStub(bytes: Uint8Array, start: number, end: number): Pieces | undefined {
  const found = hasHeader(bytes, start, end, CORE_HEADER) ? orderedSections(bytes, start, end) : undefined
  if (found === undefined) return undefined
  const { sections, byId } = found
  const read = (id: number) => {
    const section = byId.get(id)
    return new Reader(bytes, section?.content ?? 0, section?.end ?? 0)
  }
  /** Of a section that is not there, a plain answer. */
  const isPlain = (id: number, look: (reader: Reader) => boolean) => !byId.has(id) || look(read(id))
  const imported = byId.has(2) ? countImports(read(2)) : { functions: 0, globals: 0 }
  if (imported === undefined) return undefined
  const { globals } = imported
  const segments = byId.has(11) ? countPlainData(read(11), globals) : 0
  const arePlain =
    segments !== undefined &&
    isPlain(4, arePlainTables) &&
    isPlain(6, arePlainGlobals) &&
    isPlain(9, (reader) => arePlainElements(reader, globals)) &&
    isPlain(8, (reader) => reader.u32() <= FUNCTION_LIMIT && isWhole(reader)) &&
    isPlain(12, (reader) => reader.u32() === segments && isWhole(reader))
  if (!arePlain) return undefined
  const renumbered = renumberExports(
    byId.has(FUNCTION) ? read(FUNCTION) : undefined,
    byId.has(EXPORT) ? read(EXPORT) : undefined,
    imported.functions,
  )
  if (renumbered === undefined || !isPlain(CODE, (reader) => readBodies(reader, true)?.rare.length === 0))
    return undefined
  const pieces = new Pieces(bytes.subarray(start, start + CORE_HEADER.length))
  for (const section of sections) {
    const { id } = section
    if (KEPT_AS_THEY_ARE.has(id)) pieces.push(bytes.subarray(section.start, section.end))
    else if (id === CUSTOM) pushSection(pieces, CUSTOM, nameOf(bytes, section))
    else if (id === EXPORT) pushSection(pieces, EXPORT, renumbered.exports)
    else if (id === FUNCTION) pushSection(pieces, FUNCTION, renumbered.functions)
    else if (id === CODE) pushSection(pieces, CODE, renumbered.code)
  }
  return pieces
}

function isWhole(reader: Reader): boolean {
  return reader.done && !reader.failed
}

function pushSection(pieces: Pieces, id: number, content: Uint8Array): void {
  pieces.push(Uint8Array.of(id))
  pieces.push(encodeU32(content.length))
  pieces.push(content)
}

/** The sections of a module that has each kind at most once, in order. */
function orderedSections(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly sections: readonly Section[]; readonly byId: ReadonlyMap<number, Section> } | undefined {
  const sections: Section[] = []
  const byId = new Map<number, Section>()
  let last = -1
  for (const section of readSections(bytes, start, end)) {
    if (section === undefined) return undefined
    sections.push(section)
    if (section.id === CUSTOM) continue
    const place = ORDER.indexOf(section.id)
    if (place <= last) return undefined // and of kinds that are to come
    last = place
    byId.set(section.id, section)
  }
  return { sections, byId }
}

/** The name of a custom section, with its length; all of it where that is not framed. */
function nameOf(bytes: Uint8Array, { content, end }: Section): Uint8Array {
  const reader = new Reader(bytes, content, end)
  reader.skip(reader.u32())
  return bytes.subarray(content, reader.failed ? end : reader.at)
}
