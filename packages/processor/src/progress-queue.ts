import type { ProgressEvent } from '@wasm-airlock/shared'

/** Events of one run: sent once, read from their beginning by each who iterates. */
export class ProgressQueue implements AsyncIterable<ProgressEvent> {
  readonly #events: ProgressEvent[] = []
  #end: Promise<unknown> | undefined
  #wake = Promise.withResolvers<void>()

  /** Adds an event. */
  push(event: ProgressEvent): void {
    this.#events.push(event)
    this.#notify()
  }

  /** No event follows; who iterates meets the failure of `result`, if it fails. */
  end(result: Promise<unknown>): void {
    this.#end = result
    this.#notify()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ProgressEvent, void, undefined> {
    for (let index = 0; ; ) {
      const event = this.#events[index]
      if (event !== undefined) {
        index += 1
        yield event
      } else if (this.#end !== undefined) {
        await this.#end
        return
      } else await this.#wake.promise
    }
  }

  #notify(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers<void>()
  }
}
