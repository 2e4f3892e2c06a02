import type { AirlockError } from '@wasm-airlock/shared'
import { Caller, type CallerSetup } from './caller.ts'
import { sessionEnded } from './errors.ts'
import type { CallOptions, SandboxSession, SessionOptions } from './options.ts'
import type { SandboxWorker } from './worker.ts'

/** Its number in its worker, which has no other. */
const NUMBER = 1

/** A worker of its own, with one instance that is kept from call to call. */
export class WorkerSession implements SandboxSession {
  readonly #worker: SandboxWorker
  readonly #caller: Caller
  readonly #signal: AbortSignal | undefined
  readonly #closing = new AbortController()
  /** Why no more calls are made. */
  #end: { readonly cause?: AirlockError } | undefined

  constructor(
    setup: Omit<CallerSetup, 'failed' | 'session' | 'worker'>,
    worker: SandboxWorker,
    { signal }: SessionOptions,
  ) {
    this.#worker = worker
    this.#signal = signal
    this.#caller = new Caller({
      ...setup,
      interrupts: [...setup.interrupts, this.#closing.signal],
      session: NUMBER,
      worker: () => {
        if (this.#end !== undefined || worker.isGone) throw sessionEnded(this.#end?.cause)
        return worker
      },
      failed: (error) => {
        // Of that the instance knows nothing.
        if (error.code !== 'message-too-large') this.#finish(error)
      },
    })
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (signal?.aborted) this.#onAbort()
  }

  call(fn: string, args: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    return this.#caller.call(fn, args, options)
  }

  async close(): Promise<void> {
    this.#finish()
    await this.#worker.ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  readonly #onAbort = (): void => this.#finish()

  #finish(cause?: AirlockError): void {
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#end ??= cause === undefined ? {} : { cause }
    this.#closing.abort()
    this.#worker.kill()
  }
}
