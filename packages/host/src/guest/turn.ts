import type { Interface } from './wasi.ts'

/** What the host is told of the turns. */
export interface TurnEvents {
  running(id: number): void
  suspended(id: number): void
}

/** Nobody waits for the request any longer. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}

interface Waiting {
  readonly id: number
  readonly begin: () => void
  /** Absent where the guest was entered before. */
  readonly drop?: (reason: Error) => void
}

/**
 * One guest is entered at a time, and the host knows which: what is stuck, or ends the process, is then
 * the fault of that one alone. A guest that waits gives its turn away until it goes on.
 */
export class Turn {
  readonly #events: TurnEvents
  #current: number | undefined
  readonly #queue: Waiting[] = []
  /** Requests that wait for something, and how to end that. */
  readonly #suspended = new Map<number, (reason: Error) => void>()
  readonly #patched = new WeakSet<object>()

  constructor(events: TurnEvents) {
    this.#events = events
  }

  /**
   * Resolves when the guest may be entered for this request.
   *
   * @throws GivenUp where it was given up before.
   */
  take(id: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ id, begin: resolve, drop: reject })
      this.#next()
    })
  }

  /** The request has ended. */
  release(id: number): void {
    if (this.#current !== id) return
    this.#current = undefined
    this.#next()
  }

  /**
   * Gives a request up: its guest is not entered at all, or gets an exception where it waits for something,
   * which is a trap.
   */
  cancel(id: number): void {
    const reason = new GivenUp('the request was given up')
    this.#suspended.get(id)?.(reason)
    const at = this.#queue.findIndex((waiting) => waiting.id === id && waiting.drop !== undefined)
    if (at >= 0) this.#queue.splice(at, 1)[0]?.drop?.(reason)
  }

  /**
   * What is linked, so that the turn is given away whenever a function of the host waits. The memory of
   * the guest is written, and its `realloc` called, when the turn is there again.
   */
  watch(interfaces: Readonly<Record<string, Interface>>): Record<string, Interface> {
    return Object.fromEntries(
      Object.entries(interfaces).map(([name, members]) => [
        name,
        Object.fromEntries(
          Object.entries(members).map(([key, value]) => [key, this.#watchMember(value)]),
        ) as Interface,
      ]),
    )
  }

  #watchMember(member: unknown): unknown {
    if (typeof member !== 'function') return member
    const isClass = Object.getOwnPropertyDescriptor(member, 'prototype')?.writable === false
    if (!isClass) return this.#watchFunction(member as Anything)
    if (this.#patched.has(member)) return member
    this.#patched.add(member)
    for (const owner of [member, member.prototype]) {
      for (const [key, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
        if (key === 'constructor' || typeof value !== 'function' || !writable) continue
        Object.defineProperty(owner, key, { value: this.#watchFunction(value) })
      }
    }
    return member
  }

  #watchFunction(fn: Anything): Anything {
    const turn = this
    return function (this: unknown, ...args) {
      const id = turn.#current
      const result = fn.apply(this, args)
      // Where it called another function that is watched, the turn is given away already.
      const waits = result instanceof Promise && id !== undefined && id === turn.#current
      return waits ? turn.#whileWaiting(id, result) : result
    }
  }

  async #whileWaiting(id: number, result: Promise<unknown>): Promise<unknown> {
    this.#current = undefined
    this.#events.suspended(id)
    this.#next()
    try {
      return await new Promise((resolve, reject) => {
        this.#suspended.set(id, reject)
        result.then(resolve, reject)
      })
    } finally {
      this.#suspended.delete(id)
      await new Promise<void>((resolve) => {
        this.#queue.push({ id, begin: resolve })
        this.#next()
      })
    }
  }

  #next(): void {
    if (this.#current !== undefined) return
    const next = this.#queue.shift()
    if (next === undefined) return
    this.#current = next.id
    this.#events.running(next.id)
    next.begin()
  }
}

type Anything = (this: unknown, ...args: unknown[]) => unknown
