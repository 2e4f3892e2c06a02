import type { PreparedComponent } from '../prepare.ts'

/** A worker process, as far as a group needs to know it. */
interface Worker {
  readonly ended: Promise<unknown>
  kill(): void
}

/** The workers of one component: they end together, once, and with them its folder. */
export class WorkerGroup {
  readonly #prepared: PreparedComponent
  readonly #outer: AbortSignal | undefined
  readonly #closing = new AbortController()
  /** All that have not ended. */
  readonly #workers = new Set<Worker>()
  #closed: Promise<void> | undefined

  /** @param outer Closes the group. */
  constructor(prepared: PreparedComponent, outer: AbortSignal | undefined) {
    this.#prepared = prepared
    this.#outer = outer
    outer?.addEventListener('abort', this.#onAbort, { once: true })
    if (outer?.aborted) this.#onAbort()
  }

  /** Aborted when the group closes. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  add(worker: Worker): void {
    this.#workers.add(worker)
    void worker.ended.then(() => this.#workers.delete(worker))
  }

  /** Resolves when all processes are gone. Safe to call twice. */
  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  readonly #onAbort = (): void => void this.close()

  async #end(): Promise<void> {
    this.#outer?.removeEventListener('abort', this.#onAbort)
    this.#closing.abort()
    for (const worker of this.#workers) worker.kill()
    await Promise.all([...this.#workers].map(({ ended }) => ended))
    await this.#prepared.remove()
  }
}
