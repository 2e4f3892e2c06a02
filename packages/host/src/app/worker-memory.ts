import type { AppLimits } from './limits.ts'

const MIB = 1024 * 1024
/** What an instance is taken to need until one was seen. */
const FIRST_GUESS_BYTES = 40 * MIB
/** Compiled code, the worker's own JavaScript, and memories that are thrown away and not yet given back. */
const SLACK_BYTES = 1024 * MIB
/** Instances that one worker makes before it is replaced: what each leaves behind adds up. */
const MAX_MADE = 20_000

/** What a worker says of its instances, and what follows from it. */
export class WorkerMemory {
  /** This worker's share of `maxGuestBytes`. */
  readonly #share: number
  readonly #maxMemoryBytes: number
  #instances = 0
  #made = 0
  #bytes = 0

  constructor({ maxGuestBytes, workers, maxMemoryBytes }: AppLimits) {
    this.#share = Math.floor(maxGuestBytes / workers)
    this.#maxMemoryBytes = maxMemoryBytes
  }

  /** @returns How many were made since the last time. */
  note(usage: { readonly instances: number; readonly made: number; readonly bytes: number }): number {
    const more = Math.max(0, usage.made - this.#made)
    this.#instances = usage.instances
    this.#made = usage.made
    this.#bytes = usage.bytes
    return more
  }

  /** Bytes of its instances, past which it takes no more requests at once. */
  get share(): number {
    return this.#share
  }

  /** Instances that are alive. */
  get instances(): number {
    return this.#instances
  }

  /** Bytes that an instance takes, as far as is known. */
  get instanceBytes(): number {
    return this.#instances === 0 ? FIRST_GUESS_BYTES : this.#bytes / this.#instances
  }

  /** @param inFlight Requests in the worker. The first is let in, whatever it takes; so is who finds an instance. */
  hasRoom(inFlight: number): boolean {
    const missing = Math.max(0, inFlight + 1 - this.#instances)
    return inFlight === 0 || missing === 0 || this.#bytes + missing * this.instanceBytes <= this.#share
  }

  /** Past this many resident bytes the worker is killed. */
  get maxResidentBytes(): number {
    return Math.max(this.#share, this.#maxMemoryBytes) + SLACK_BYTES
  }

  /** Should the worker be replaced for what its process takes? */
  isSwollen(residentBytes: number): boolean {
    return residentBytes > Math.max(this.#share, this.#bytes) + SLACK_BYTES * 0.75
  }

  /** Should the worker be replaced for what it has done? */
  get isWorn(): boolean {
    return this.#made > MAX_MADE
  }
}
