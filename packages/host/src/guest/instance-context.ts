import type { Ask } from './host-calls.ts'
import { GuestViolation } from './result.ts'

/** What lasts for one call, or for one request, of a guest. */
export interface GuestScope {
  /** Asks the host for something, in the name of this call. */
  readonly ask: Ask
  /** Takes what the guest prints. */
  log(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
}

/**
 * What the imports of one instance are bound to. They are linked once; the call or request that the
 * instance works on changes.
 */
export class InstanceContext {
  #scope: GuestScope | undefined

  /** Begins a call or a request. */
  enter(scope: GuestScope): void {
    this.#scope = scope
  }

  /** Ends it: whatever the guest does from now on is a violation. */
  leave(): void {
    this.#scope = undefined
  }

  /** @throws GuestViolation where the guest acts outside of any call. */
  get scope(): GuestScope {
    if (this.#scope === undefined) throw new GuestViolation('the guest acts outside of a call')
    return this.#scope
  }
}
