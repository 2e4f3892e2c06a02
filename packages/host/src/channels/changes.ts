/** Tells all who wait that something has changed. */
export class Changes {
  #waiting: PromiseWithResolvers<void> | undefined

  /** Resolves with the next change. */
  next(): Promise<void> {
    this.#waiting ??= Promise.withResolvers<void>()
    return this.#waiting.promise
  }

  tell(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve()
  }
}
