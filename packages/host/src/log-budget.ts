/** Most bytes that one instance may print; its worker drops the rest. */
export const MAX_LOG_BYTES = 64 * 1024
/** For line ends, and for the line that says that something was dropped. */
const SLACK_BYTES = 256

/** Counts what a worker prints, for one that does not keep to its limit. */
export class LogBudget {
  readonly #most: number
  #left = 0

  /** @param instances How many may run at once. */
  constructor(instances: number) {
    this.#most = instances * (MAX_LOG_BYTES + SLACK_BYTES)
  }

  /** One more instance may print. */
  grant(): void {
    this.#left = Math.min(this.#most, this.#left + MAX_LOG_BYTES + SLACK_BYTES)
  }

  /** @throws Error where the worker has printed more than all its instances may. */
  spend(line: string): void {
    this.#left -= line.length + 1
    if (this.#left < 0) throw new Error('more output than its instances may print')
  }
}
