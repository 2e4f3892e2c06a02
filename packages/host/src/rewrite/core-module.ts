import { encodeName, encodeU32 } from './bytes.ts'
import { type CoreState, readCoreState, type Section } from './core-state.ts'
import { STATE_PREFIX } from './state-names.ts'

/** A core module whose state is within reach. */
export interface RewrittenModule {
  readonly bytes: Uint8Array
  /** Why its state cannot be put back all the same; empty where it can. */
  readonly obstacles: readonly string[]
}

const KIND = { table: 1, memory: 2, global: 3 } as const
const EXPORT_SECTION = 7
/** Sections that come after the exports: start, elements, data count, code, data. */
const AFTER_EXPORTS = new Set([8, 9, 10, 11, 12])

/**
 * Exports every mutable global, memory and table that a core module defines, private ones too, so that
 * what it changes can be seen and put back. Code and data stay as they are.
 *
 * @param module A valid core module.
 */
export function exposeState(module: Uint8Array): RewrittenModule {
  const state = readCoreState(module)
  const obstacles = [...state.obstacles]
  if (state.exports.some((name) => name.startsWith(STATE_PREFIX))) obstacles.push('an export with our names')
  if (obstacles.length > 0) return { bytes: module, obstacles }
  return { bytes: withExports(module, state), obstacles }
}

function withExports(module: Uint8Array, state: CoreState): Uint8Array {
  const added = (['global', 'memory', 'table'] as const).flatMap((kind) => {
    const indexes = { global: state.globals, memory: state.memories, table: state.tables }[kind]
    return indexes.map((index) =>
      Buffer.concat([
        encodeName(`${STATE_PREFIX}${kind}:${index}`),
        Uint8Array.of(KIND[kind]),
        encodeU32(index),
      ]),
    )
  })
  if (added.length === 0) return module
  const existing = state.sections.find(({ id }) => id === EXPORT_SECTION)
  const section = exportSection(module, existing, state.exports.length + added.length, added)
  const at = existing?.start ?? state.sections.find(({ id }) => AFTER_EXPORTS.has(id))?.start ?? module.length
  return Buffer.concat([module.subarray(0, at), section, module.subarray(existing?.end ?? at)])
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
