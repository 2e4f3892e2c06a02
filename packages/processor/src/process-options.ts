import type { ComposeMode } from '@wasm-airlock/compose'
import type { LlmChoice } from '@wasm-airlock/deploy'
import type { WitFiles } from '@wasm-airlock/shared'
import type { Policy } from '@wasm-airlock/wit-validate'
import type { Cases } from './cases.ts'

/** What a run can be told. */
export interface ProcessOptions {
  /** WIT of the component: a folder or file, or its content. @default the source's `wit/`, else the prompt interface, but none for a `.wasm` that goes into an `app` */
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
  /** Id of the application's component that it goes into. @default the one whose open imports it fits */
  readonly into?: string
  /** Into that component, or as its dependency, which Spin composes. @default 'plug' */
  readonly mode?: ComposeMode
  /** Run the build commands of the application first. @default false */
  readonly build?: boolean
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
