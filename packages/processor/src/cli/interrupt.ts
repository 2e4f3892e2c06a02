import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A repeated signal within this time is the same key press, which a parent passed on too. In milliseconds. */
const repeatMs = 1000

/** Turns the first signal into an abort, and a later one into the end of the process. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController()
  #received: { readonly name: (typeof signals)[number]; readonly at: number } | undefined

  constructor() {
    for (const name of signals) process.on(name, this.#receive)
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** 128 and the number of the signal, as shells report it; `undefined` where none came. */
  get exitStatus(): number | undefined {
    return this.#received && 128 + constants.signals[this.#received.name]
  }

  [Symbol.dispose](): void {
    for (const name of signals) process.off(name, this.#receive)
  }

  readonly #receive = (name: NodeJS.Signals): void => {
    if (this.#received === undefined) {
      this.#received = { name: name as (typeof signals)[number], at: performance.now() }
      this.#controller.abort()
    } else if (performance.now() - this.#received.at > repeatMs) process.exit(this.exitStatus)
  }
}
