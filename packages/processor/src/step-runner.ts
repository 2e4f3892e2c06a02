import { AirlockError, type ProgressEvent, type StepName, toAirlockError } from '@wasm-airlock/shared'
import type { KnownResult, StepTime } from './run-result.ts'

/** Runs the steps of a pipeline one after the other: events, times, and the step's name in errors. */
export class StepRunner {
  readonly #steps: StepTime[] = []
  readonly #push: (event: ProgressEvent) => void
  readonly #signal: AbortSignal | undefined

  /**
   * @param known Where the times go, as `steps`.
   * @param push Takes the events.
   * @param signal Stops before the next step, and turns what fails after it into `aborted`.
   */
  constructor(known: KnownResult, push: (event: ProgressEvent) => void, signal: AbortSignal | undefined) {
    known.steps = this.#steps
    this.#push = push
    this.#signal = signal
  }

  /**
   * Runs one step.
   *
   * @param step Its name.
   * @param title What it is about to do.
   * @param work Returns the value to hand on and one line about it.
   * @throws AirlockError with `step` set, whatever `work` threw.
   */
  async run<T>(
    step: StepName,
    title: string,
    work: () => Promise<{ readonly value: T; readonly summary: string }>,
  ): Promise<T> {
    const start = performance.now()
    const end = (ok: boolean, summary: string) => {
      const ms = Math.round(performance.now() - start)
      this.#steps.push({ name: step, ms })
      this.#push({ type: 'step-end', step, ok, ms, summary })
    }
    this.#push({ type: 'step-start', step, title })
    try {
      this.#signal?.throwIfAborted()
      const { value, summary } = await work()
      this.#signal?.throwIfAborted()
      end(true, summary)
      return value
    } catch (thrown) {
      const error = this.#signal?.aborted
        ? new AirlockError('aborted', 'The work was interrupted.', { step, cause: thrown })
        : toAirlockError(thrown, step)
      end(false, error.message)
      throw error
    }
  }
}
