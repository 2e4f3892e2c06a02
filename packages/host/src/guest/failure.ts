import type { FailureKind } from '../protocol.ts'
import type { Instance } from './instance.ts'
import { GuestExit } from './result.ts'

/** Why a call ended without a value. */
export interface Failure {
  readonly kind: FailureKind
  readonly message: string
}

/** Limits that the engine keeps, of one memory and of one table. */
export interface GrowthLimits {
  readonly maxMemoryBytes: number
  readonly maxTableElements: number
}

/**
 * Sorts what was thrown while a guest ran. A refused `memory.grow` or `table.grow` cannot be seen from outside;
 * a guest that trapped with more than half of what it may have in use most likely met the limit.
 *
 * @param error Whatever was thrown.
 * @param instance Absent where there is none yet.
 */
export function explainFailure(error: unknown, limits: GrowthLimits, instance?: Instance): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof GuestExit) return { kind: 'exited', message }
  if (instance !== undefined && instance.memoryBytes() * 2 >= limits.maxMemoryBytes) {
    return { kind: 'memory', message }
  }
  const isTrap = error instanceof WebAssembly.RuntimeError
  if (isTrap && instance !== undefined && instance.tableElements() * 2 >= limits.maxTableElements) {
    return { kind: 'tables', message }
  }
  if (instance === undefined && !(error instanceof WebAssembly.RuntimeError) && isMemoryRefusal(error)) {
    return { kind: 'memory', message }
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) return { kind: 'stack', message }
  if (error instanceof WebAssembly.CompileError && /table size/i.test(error.message)) {
    return { kind: 'tables', message }
  }
  return { kind: 'trapped', message }
}

/** A module whose memory starts above the limit does not compile; V8 has no code for it. */
function isMemoryRefusal(error: unknown): boolean {
  return (
    (error instanceof RangeError && /memory/i.test(error.message)) ||
    (error instanceof WebAssembly.CompileError && /memory size/i.test(error.message))
  )
}
