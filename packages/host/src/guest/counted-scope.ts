import type { CallChannels } from '../channels/call-channels.ts'
import type { GuestScope } from './instance-context.ts'

/** One call's way to the host: counts what was asked and is not answered, and ends with the call. */
export class CountedScope implements GuestScope {
  readonly #scope: GuestScope
  #pending = 0
  #isOver = false
  readonly channels: CallChannels

  constructor(scope: GuestScope) {
    this.#scope = scope
    this.channels = scope.channels
  }

  /** An instance that still waits for something is not put back. */
  get isWaiting(): boolean {
    return this.#pending > 0
  }

  /** From now on nothing is asked: the host has cleared away what belonged to the call. */
  end(): void {
    this.#isOver = true
  }

  readonly ask: GuestScope['ask'] = async (...args) => {
    if (this.#isOver) throw new Error('the call is over')
    this.#pending += 1
    try {
      return await this.#scope.ask(...args)
    } finally {
      this.#pending -= 1
    }
  }

  log(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#scope.log(stream, bytes)
  }
}
