import type { LlmChoice } from '@wasm-airlock/deploy'
import type { ProgressEvent, WitFiles } from '@wasm-airlock/shared'
import type { Policy } from '@wasm-airlock/wit-validate'
import type { Cases } from './cases.ts'
import { runPipeline } from './pipeline.ts'
import { ProgressQueue } from './progress-queue.ts'
import type { KnownResult, RunResult } from './run-result.ts'

/** What a run can be told. */
export interface ProcessOptions {
  /** WIT of the component: a folder or file, or its content. @default the source's `wit/`, else the prompt interface */
  readonly wit?: string | WitFiles
  /** World of that WIT. @default the only world that exports something */
  readonly world?: string
  /** Python: keep the imports of WASI; the policy must then allow them. @default false */
  readonly wasi?: boolean
  /** Deadline of the build, in milliseconds. @default 60_000 */
  readonly buildTimeoutMs?: number
  /** What the component may import. @default nothing */
  readonly policy?: Policy
  /** Calls and requests with what must come of them: a file, or its content. @default `cases.toml` beside the source, else none */
  readonly cases?: string | Cases
  /** Folder of the Spin application that the component is plugged into. @default the prompt template */
  readonly app?: string
  /**
   * Where the application takes `POST {"prompt": …}`, for the tests of what the LLM is asked; `false` for
   * one that does not. @default '/api/prompt' for a component with the prompt interface, else false
   */
  readonly promptPath?: string | false
  /** Folder for `component.wasm` and `app/`. @default `.airlock/NAME` in the working directory */
  readonly out?: string
  /** Where the application is deployed. @default 'local' */
  readonly target?: 'local'
  /** Port of the endpoint. @default one that is free */
  readonly port?: number
  /** The LLM behind the endpoint. @default the deterministic echo model */
  readonly llm?: LlmChoice
  /** Where build tools and transpiled code are kept. @default `AIRLOCK_CACHE_DIR`, else the user's cache folder */
  readonly cacheDir?: string
  /** Where deployments are kept. @default `AIRLOCK_STATE_DIR`, else the user's state folder */
  readonly stateDir?: string
  /** Stops the run; a deployment that is not ready is removed. */
  readonly signal?: AbortSignal
}

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
