import { clampTimeout } from '@wasm-airlock/shared'
import { GuestViolation } from './result.ts'

/** How a pollable becomes ready. */
interface Source {
  ready(): boolean
  /** Resolves when `ready()` may have become true; absent where only time makes it ready. */
  readonly changed?: () => Promise<void>
  /** Time of `performance.now()` at which it becomes ready, in milliseconds. */
  readonly at?: number
}

/** `wasi:io/poll#pollable`. */
export class Pollable {
  #source: Source | undefined

  static of(source: Source): Pollable {
    const pollable = new Pollable()
    pollable.#source = source
    return pollable
  }

  /** A pollable that is ready now and for ever. */
  static ready(): Pollable {
    return Pollable.of({ ready: () => true })
  }

  /** @param at Milliseconds of `performance.now()`. */
  static timer(at: number): Pollable {
    return Pollable.of({ ready: () => performance.now() >= at, at })
  }

  ready(): boolean {
    return this.source.ready()
  }

  block(): void | Promise<void> {
    return wait([this])
  }

  get source(): Source {
    if (this.#source === undefined) throw new GuestViolation('not a pollable of this host')
    return this.#source
  }
}

function readyIndexes(list: readonly Pollable[]): Uint32Array {
  return Uint32Array.from([...list.keys()].filter((index) => list[index]?.ready()))
}

function earliest(list: readonly Pollable[]): number | undefined {
  const times = list.flatMap(({ source }) => source.at ?? [])
  return times.length === 0 ? undefined : Math.min(...times)
}

let suspends = false

/**
 * Decides how this worker waits, once: by suspending the guest (JSPI), so that others run meanwhile, or
 * by putting the thread to sleep.
 */
export function suspendWhileWaiting(value: boolean): void {
  suspends = value
}

/** Can a guest of this worker be suspended while it waits? */
export function canSuspend(): boolean {
  return suspends
}

/** `wasi:io/poll#poll`. */
export function poll(list: readonly Pollable[]): Uint32Array | Promise<Uint32Array> {
  if (list.length === 0) throw new GuestViolation('poll of nothing')
  return suspends ? pollSuspending(list) : pollBlocking(list)
}

function wait(list: readonly Pollable[]): void | Promise<void> {
  const ready = poll(list)
  if (ready instanceof Promise) return ready.then(() => {})
}

function pollBlocking(list: readonly Pollable[]): Uint32Array {
  for (;;) {
    const ready = readyIndexes(list)
    if (ready.length > 0) return ready
    const at = earliest(list)
    if (at === undefined) throw new GuestViolation('poll of what can never become ready')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, at - performance.now()) + 0.1)
  }
}

function pollSuspending(list: readonly Pollable[]): Uint32Array | Promise<Uint32Array> {
  const ready = readyIndexes(list)
  return ready.length > 0 ? ready : somethingChanges(list).then(() => pollSuspending(list))
}

function somethingChanges(list: readonly Pollable[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const at = earliest(list)
    const timer =
      at === undefined
        ? undefined
        : setTimeout(resolve, clampTimeout(Math.max(0, Math.ceil(at - performance.now()))))
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const sources = list.flatMap(({ source }) => source.changed ?? [])
    if (sources.length === 0 && at === undefined) {
      reject(new GuestViolation('poll of what can never become ready'))
    }
    for (const changed of sources) changed().then(done, done)
  })
}
