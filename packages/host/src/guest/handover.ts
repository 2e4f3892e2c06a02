import type { Accessor, StateReceiver } from './glue-state.ts'

/**
 * Stands in for `FinalizationRegistry`: a destructor that runs whenever the collector pleases might run in
 * the call of another. What is left over goes when the instance is put back.
 */
class NoFinalization {
  register(): void {}
  unregister(): void {}
}

/**
 * The fourth argument of a generated `instantiate`: takes its state, and gives it the globals that act later, or
 * that write to memories.
 */
export interface Handover {
  readonly receiver: StateReceiver
  readonly accessors: readonly Accessor[]
  /** Is it one of the globals' objects, which keep nothing? */
  isEmpty(value: object): boolean
  /** Ends the timers that have not run: what they would go on with is of the past. */
  cancelTimers(): void
}

/**
 * Made for one instance.
 *
 * @param views Constructors by their names: what writes to memories.
 */
export function createHandover(views: Readonly<Record<string, unknown>>): Handover {
  const accessors: Accessor[] = []
  const pending = new Set<unknown>()
  const globals = {
    ...views,
    FinalizationRegistry: NoFinalization,
    setTimeout: (run: () => void, milliseconds?: number): unknown => {
      const timer = setTimeout(() => {
        pending.delete(timer)
        run()
      }, milliseconds)
      pending.add(timer)
      return timer
    },
    clearTimeout: (timer: unknown): void => {
      pending.delete(timer)
      clearTimeout(timer as NodeJS.Timeout)
    },
  }
  const take = (more: readonly Accessor[]): void => void accessors.push(...more)
  const receiver = Object.assign(take, { fields: Symbol('fields'), globals })
  const cancelTimers = (): void => {
    for (const timer of pending) clearTimeout(timer as NodeJS.Timeout)
    pending.clear()
  }
  return { receiver, accessors, isEmpty: (value) => value instanceof NoFinalization, cancelTimers }
}
