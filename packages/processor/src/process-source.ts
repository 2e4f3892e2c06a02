import type { ProgressEvent } from '@wasm-airlock/shared'
import { runPipeline } from './pipeline.ts'
import type { ProcessOptions } from './process-options.ts'
import { ProgressQueue } from './progress-queue.ts'
import type { KnownResult, RunResult } from './run-result.ts'

/** A run under way. Iterating gives its events from the first one, and fails as the run fails. */
export interface ProcessRun extends AsyncIterable<ProgressEvent> {
  /** Settles when the run is over. Rejects with an `AirlockError` whose `step` says where. */
  readonly result: Promise<RunResult>
  /** What is known so far; after a failure, all that was found out before it. */
  readonly known: Readonly<KnownResult>
}

/**
 * Takes a source that nobody trusts all the way to a live endpoint: componentize, validate, sandbox,
 * compose, test, deploy. A step that fails ends the run, so what fails a case is never deployed.
 *
 * @param source A Python or JavaScript/TypeScript file or folder, or a `.wasm` component.
 * @param options Each has a default.
 * @returns At once; the work goes on whether or not the events are read.
 * @example
 * const run = processSource('python-examples/pirate')
 * for await (const event of run) if (event.type === 'step-end') process.stdout.write(`${event.summary}\n`)
 * const { deployment } = await run.result
 */
export function processSource(source: string, options: ProcessOptions = {}): ProcessRun {
  const events = new ProgressQueue()
  const known: KnownResult = {}
  const result = runPipeline(source, options, known, (event) => events.push(event))
  const end = () => events.end(result)
  result.then(end, end)
  return { result, known, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() }
}
