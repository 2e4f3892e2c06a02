/** Why a place was not given: the queue is full, the time is over, or nothing is given any more. */
export type NoPlace = 'full' | 'late' | 'closed'

/** A number of places, and a queue of limited length for them: first come, first served. */
export class Slots {
  readonly #mostWaiting: number
  readonly #waiting = new Set<(outcome: 'taken' | NoPlace) => void>()
  #free: number
  #closed = false

  /**
   * @param places How many may be taken at once.
   * @param mostWaiting How many may wait for one.
   */
  constructor(places: number, mostWaiting: number) {
    this.#free = places
    this.#mostWaiting = mostWaiting
  }

  /**
   * Takes a place, which is given back with `release`.
   *
   * @param timeoutMs Longest time to wait.
   * @param signal Ends the wait early, which counts as `late`.
   */
  take(timeoutMs: number, signal?: AbortSignal): Promise<'taken' | NoPlace> {
    if (signal?.aborted) return Promise.resolve('late')
    if (this.#closed) return Promise.resolve('closed')
    if (this.#free > 0) {
      this.#free -= 1
      return Promise.resolve('taken')
    }
    if (this.#waiting.size >= this.#mostWaiting) return Promise.resolve('full')
    return new Promise((resolve) => {
      const onAbort = () => settle('late')
      const settle = (outcome: 'taken' | NoPlace): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#waiting.delete(settle)
        resolve(outcome)
      }
      const timer = setTimeout(() => settle('late'), timeoutMs)
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(settle)
    })
  }

  /** Hands a place to who has waited longest. */
  release(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#free += 1
    else next('taken')
  }

  /** Nobody waits any longer, or ever again. */
  close(): void {
    this.#closed = true
    for (const settle of this.#waiting) settle('closed')
  }
}
