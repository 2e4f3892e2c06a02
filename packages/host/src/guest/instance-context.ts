import type { CallChannels } from '../channels/call-channels.ts'
import type { Ask } from './host-calls.ts'
import { GuestViolation } from './result.ts'

/** What lasts for one call, or for one request, of a guest. */
export interface GuestScope {
  /** Asks the host for something, in the name of this call. */
  readonly ask: Ask
  /** Bytes to and from the host that come in parts. */
  readonly channels: CallChannels
  /** Takes what the guest prints. */
  log(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
}

/**
 * What the imports of one instance are bound to. They are linked once; the call or request that the
 * instance works on changes.
 */
export class InstanceContext {
  #scope: GuestScope | undefined
  #changing = false

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

  /** Is a call or a request under way? */
  get isEntered(): boolean {
    return this.#scope !== undefined
  }

  /** The guest was given what another time would be something else: a random number, the time, its input. */
  noteChanging(): void {
    this.#changing = true
  }

  /**
   * Has the guest ever been given such a thing? Where start-up code was, its state must not serve a second
   * call: all would share what it drew.
   */
  get hasSeenChanging(): boolean {
    return this.#changing
  }

  /**
   * State of an import that begins anew with each call or request.
   *
   * @param create Makes it; called when a call first needs it.
   * @returns Gives the state of the present call, or of start-up code outside of any.
   */
  perCall<State>(create: () => State): () => State {
    let made: { readonly scope: GuestScope | undefined; readonly state: State } | undefined
    return () => {
      if (made === undefined || made.scope !== this.#scope) made = { scope: this.#scope, state: create() }
      return made.state
    }
  }
}
