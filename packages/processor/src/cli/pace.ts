/** So many lines are shown at once, and so many more each second. */
const burst = 50
const perSecond = 20

/** Shows lines as long as they come at a pace that somebody can read, and counts the others. */
export class Pace {
  readonly #show: (line: string) => void
  readonly #now: () => number
  #budget = burst
  #last: number
  #left = 0

  /** @param now Milliseconds, for tests. */
  constructor(show: (line: string) => void, now = () => performance.now()) {
    this.#show = show
    this.#now = now
    this.#last = now()
  }

  say(line: string): void {
    const now = this.#now()
    this.#budget = Math.min(burst, this.#budget + ((now - this.#last) / 1000) * perSecond)
    this.#last = now
    if (this.#budget < 1) {
      this.#left += 1
      return
    }
    this.end()
    this.#budget -= 1
    this.#show(line)
  }

  /** Says how many lines were left out since the last one. */
  end(): void {
    if (this.#left > 0) this.#show(`… and ${this.#left} more ${this.#left === 1 ? 'line' : 'lines'}`)
    this.#left = 0
  }
}
