import { constants } from 'node:os'
import { AirlockError } from '@wasm-airlock/shared'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A repeated signal within this time is the same key press, which a parent passed on too. In milliseconds. */
const repeatMs = 1000

/** How long work may take to end after the first signal, in milliseconds. */
const defaultGraceMs = 10_000

/** Turns the first signal into an abort, and gives the work up where it does not end then. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController()
  readonly #givenUp = Promise.withResolvers<never>()
  readonly #graceMs: number
  #received: { readonly name: (typeof signals)[number]; readonly at: number } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(graceMs = defaultGraceMs) {
    this.#graceMs = graceMs
    this.#givenUp.promise.catch(() => {}) // nobody may be waiting any more
    for (const name of signals) process.on(name, this.#receive)
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Rejects with `aborted` some seconds after the first signal, or on the second one. */
  get givenUp(): Promise<never> {
    return this.#givenUp.promise
  }

  /** 128 and the number of the signal, as shells report it; `undefined` where none came. */
  get exitStatus(): number | undefined {
    return this.#received && 128 + constants.signals[this.#received.name]
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    for (const name of signals) process.off(name, this.#receive)
  }

  readonly #receive = (name: NodeJS.Signals): void => {
    if (this.#received === undefined) {
      this.#received = { name: name as (typeof signals)[number], at: performance.now() }
      this.#timer = setTimeout(this.#giveUp, this.#graceMs)
      this.#controller.abort()
    } else if (performance.now() - this.#received.at > repeatMs) this.#giveUp()
  }

  readonly #giveUp = (): void =>
    this.#givenUp.reject(new AirlockError('aborted', 'The work was interrupted, and did not end by itself.'))
}
