import type { CoreInstances } from './core-state.ts'
import { GlueState } from './glue-state.ts'
import type { Handover } from './handover.ts'
import type { MemoryImage } from './memory-state.ts'

/** One instance of a component. */
export interface Instance {
  readonly exports: object
  /** Bytes of its largest memory now. */
  memoryBytes(): number
  /** Elements of its largest table now. */
  tableElements(): number
  /** Bytes of all its memories now. */
  totalBytes(): number
  /** Content of its memories after start-up; absent where it was not recorded. */
  readonly images: readonly MemoryImage[]
  /** Why it serves one call only; absent where it can be put back. */
  readonly obstacle: string | undefined
  /**
   * Puts it back into the state after start-up.
   *
   * @returns `false` where that is not possible, or not certain; it is of no more use then.
   */
  reset(): boolean
}

/** An instance that serves one call. */
export function createSingleInstance(exports: object, cores: CoreInstances, obstacle: string): Instance {
  return { ...common(exports, cores), images: [], obstacle, reset: () => false }
}

/**
 * Records an instance that has just started up.
 *
 * @param handover What the generated code has handed over.
 * @param images Of an earlier instance of the same component.
 */
export function recordInstance(
  exports: object,
  cores: CoreInstances,
  handover: Handover,
  images: readonly MemoryImage[],
): Instance {
  // Of start-up code that has waited.
  handover.cancelTimers()
  const glue = new GlueState(handover.accessors, handover.receiver.fields, {
    isKnown: (value) => cores.owns(value) || handover.isEmpty(value),
    isMemory: (buffer) => cores.ownsBuffer(buffer),
  })
  const core = cores.record(images)
  const foreign = [...core.foreign].every((value) => glue.holds(value))
  const obstacle = glue.obstacle ?? core.obstacle ?? (foreign ? undefined : 'state that nobody answers for')
  return {
    ...common(exports, cores),
    images: core.images,
    obstacle,
    reset: () => {
      if (obstacle !== undefined) return false
      handover.cancelTimers()
      return glue.restore() && core.restore()
    },
  }
}

function common(exports: object, cores: CoreInstances) {
  return {
    exports,
    memoryBytes: () => cores.largestMemoryBytes(),
    tableElements: () => cores.largestTableElements(),
    totalBytes: () => cores.memoryBytes(),
  }
}
