import { encodeName, encodeU32 } from './bytes.ts'
import { CODE_SECTION, scanCode } from './code-scan.ts'
import { type CoreState, readCoreState, type Section } from './core-state.ts'
import { MARKS, START_EXPORT, STATE_PREFIX } from './state-names.ts'
import { markStores } from './store-marks.ts'

/** A core module whose state is within reach. */
export interface RewrittenModule {
  readonly bytes: Uint8Array
  /** Why its state cannot be put back all the same; empty where it can. */
  readonly obstacles: readonly string[]
  /** May its code change a table, its own or one that it imports? */
  readonly writesTables: boolean
  /** Does it mark what it writes to its memory, its own or one that it imports? */
  readonly marksStores: boolean
}

const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const
const EXPORT_SECTION = 7
const START_SECTION = 8
/** Sections that come after the exports: start, elements, data count, code, data. */
const AFTER_EXPORTS = new Set([START_SECTION, 9, 10, 11, 12])

/**
 * Exports every mutable global, memory and table that a core module defines, private ones too, so that
 * what it changes can be seen and put back. A start function becomes an export too, for its host to call:
 * it may then wait. Data stay as they are, and code marks what it writes.
 *
 * @param module A valid core module.
 */
export function exposeState(module: Uint8Array): RewrittenModule {
  const state = readCoreState(module)
  const obstacles = [...state.obstacles]
  if (state.exports.some((name) => name.startsWith(STATE_PREFIX))) obstacles.push('an export with our names')
  else if (state.isComplete) {
    if (obstacles.length > 0)
      return { ...leftAlone(withExports(module, state, startExport(state))), obstacles }
    const scan = scanCode(
      module,
      state.sections.find(({ id }) => id === CODE_SECTION),
    )
    const marking = markStores(module, state, scan)
    const base = marking?.bytes ?? module
    const exports = [
      ...startExport(state),
      ...stateExports(state),
      ...(marking?.definesMarks ? [marksExport] : []),
    ]
    return {
      bytes: withExports(base, base === module ? state : readCoreState(base), exports),
      obstacles,
      writesTables: scan.writesTables,
      marksStores: marking !== undefined,
    }
  }
  return { ...leftAlone(module), obstacles }
}

function leftAlone(bytes: Uint8Array) {
  return { bytes, writesTables: true, marksStores: false }
}

const marksExport = exportEntry(MARKS, KIND.memory, 1)

function startExport({ start }: CoreState): Uint8Array[] {
  return start === undefined ? [] : [exportEntry(START_EXPORT, KIND.function, start)]
}

function stateExports(state: CoreState): Uint8Array[] {
  return (['global', 'memory', 'table'] as const).flatMap((kind) => {
    const indexes = { global: state.globals, memory: state.memories, table: state.tables }[kind]
    return indexes.map((index) => exportEntry(`${STATE_PREFIX}${kind}:${index}`, KIND[kind], index))
  })
}

function exportEntry(name: string, kind: number, index: number): Uint8Array {
  return Buffer.concat([encodeName(name), Uint8Array.of(kind), encodeU32(index)])
}

/** With more exports, and without a start section. */
function withExports(module: Uint8Array, state: CoreState, added: readonly Uint8Array[]): Uint8Array {
  if (added.length === 0) return module
  const find = (id: number): Section | undefined => state.sections.find((section) => section.id === id)
  const existing = find(EXPORT_SECTION)
  const section = exportSection(module, existing, state.exports.length + added.length, added)
  const at = existing?.start ?? state.sections.find(({ id }) => AFTER_EXPORTS.has(id))?.start ?? module.length
  const rest = existing?.end ?? at
  const start = find(START_SECTION) ?? { start: rest, end: rest }
  return Buffer.concat([
    module.subarray(0, at),
    section,
    module.subarray(rest, start.start),
    module.subarray(start.end),
  ])
}

function exportSection(
  module: Uint8Array,
  existing: Section | undefined,
  count: number,
  added: readonly Uint8Array[],
): Uint8Array {
  let kept = new Uint8Array()
  if (existing !== undefined) {
    let start = existing.body
    while ((module[start++] as number) >= 0x80);
    kept = module.slice(start, existing.end)
  }
  const body = Buffer.concat([encodeU32(count), kept, ...added])
  return Buffer.concat([Uint8Array.of(EXPORT_SECTION), encodeU32(body.length), body])
}
