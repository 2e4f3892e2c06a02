import type { Answered } from '../services/broker.ts'

/** Something that a guest asked for, and what it was answered. */
interface Entry {
  readonly operation: string
  /** As JSON. */
  readonly args: string
  readonly payload: Uint8Array
  readonly answered: Promise<Answered<unknown>>
}

/** What an entry takes besides what it holds. */
const ENTRY_BYTES = 500

/** A request that runs again asks for something else than it did before. */
export class Diverged extends Error {
  override readonly name = 'Diverged'
}

/**
 * What the host has answered to one request, in order. Where the worker of the request was brought down by
 * another one, it runs again and is answered from here, as long as it asks for the same: nothing is asked of a
 * model, sent or written twice. What is still under way when the worker goes is waited for, not begun anew.
 */
export class Journal {
  readonly #maxBytes: number
  #entries: Entry[] = []
  /** Entries that this run has asked for. */
  #at = 0
  #bytes = 0
  #complete = true

  /** @param maxBytes Of arguments and answers; a journal that grows beyond is given up. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Can the request run again? */
  get complete(): boolean {
    return this.#complete
  }

  /** The request runs from its start. */
  rewind(): void {
    this.#at = 0
  }

  /**
   * The request cannot run again: something went out, or came in, that is not kept. Where it does run again by
   * now, what it has not come to yet is still answered from here.
   */
  giveUp(): void {
    this.#complete = false
    this.#entries.splice(0, this.#at)
    this.#at = 0
  }

  /**
   * Answers what was asked before; else asks, and keeps the answer.
   *
   * @throws Diverged where something else was asked before.
   */
  ask(
    operation: string,
    args: unknown,
    payload: Uint8Array,
    serve: () => Promise<Answered<unknown>>,
  ): Promise<Answered<unknown>> {
    if (!this.#complete && this.#entries.length === 0) return serve()
    const json = JSON.stringify(args) ?? ''
    const known = this.#complete ? this.#entries[this.#at] : this.#entries.shift()
    if (this.#complete) this.#at += 1
    if (known !== undefined) {
      if (
        known.operation !== operation ||
        known.args !== json ||
        Buffer.compare(known.payload, payload) !== 0
      )
        throw new Diverged(`${operation} instead of ${known.operation}`)
      return known.answered
    }
    const answered = serve()
    this.#entries.push({ operation, args: json, payload, answered })
    this.#count(ENTRY_BYTES + json.length + payload.length)
    answered.then(
      ({ answer, payload: bytes }) => this.#count(sizeOf(answer) + (bytes?.length ?? 0)),
      () => this.giveUp(),
    )
    return answered
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#maxBytes) this.giveUp()
  }
}

/** About as many characters as it has as JSON. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  let size = 2
  for (const [key, item] of Object.entries(value)) size += key.length + sizeOf(item)
  return size
}
