/** For line ends, and for the line that says that something was dropped. */
const SLACK_BYTES = 256

/** Counts what a worker prints, for one that does not keep to its limit. */
export class LogBudget {
  readonly #each: number
  readonly #most: number
  #left = 0

  /**
   * @param instances How many may run at once.
   * @param maxBytes What each of them may print; its worker drops the rest.
   */
  constructor(instances: number, maxBytes: number) {
    this.#each = maxBytes + SLACK_BYTES
    this.#most = instances * this.#each
  }

  /** One more instance may print. */
  grant(): void {
    this.#left = Math.min(this.#most, this.#left + this.#each)
  }

  /** @throws Error where the worker has printed more than all its instances may. */
  spend(line: string): void {
    this.#left -= line.length + 1
    if (this.#left < 0) throw new Error('more output than its instances may print')
  }
}
