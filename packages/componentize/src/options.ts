import type { OnProgress, WitFiles } from '@wasm-airlock/shared'

/** What a JavaScript component may use of its host; each one adds WASI imports to the component. */
export type JavaScriptFeature = 'stdio' | 'clocks' | 'random' | 'http' | 'fetch-event'

/** How a source becomes a component. */
export interface ComponentizeOptions {
  /**
   * The WIT package: its files, or the path of a folder or file.
   * @default the `wit/` folder of the source, else the prompt interface
   */
  readonly wit?: WitFiles | string
  /**
   * Name of the world in the WIT package.
   * @default the only world, else the only one that exports something
   */
  readonly world?: string
  /**
   * Python: keep the imports of WASI instead of replacing them by traps.
   * @default false
   */
  readonly wasi?: boolean
  /**
   * JavaScript and TypeScript: what the engine may use.
   * @default none
   */
  readonly features?: readonly JavaScriptFeature[]
  /**
   * Deadline of the build tool, in milliseconds. Installing tools and dependencies has its own.
   * @default 60_000
   */
  readonly timeoutMs?: number
  /**
   * Resident memory that all processes of a build may use together, in bytes.
   * @default 2 GiB
   */
  readonly maxMemoryBytes?: number
  /**
   * What a build may write, and how large a component may be, in bytes.
   * @default 128 MiB
   */
  readonly maxOutputBytes?: number
  readonly onProgress?: OnProgress
  /** Ends the build and removes all it made; the promise rejects with `aborted`. */
  readonly signal?: AbortSignal
  /**
   * The Python that makes the tool environment; 3.10 or newer, with venv.
   * @default AIRLOCK_PYTHON, else python3, python or py on the PATH
   */
  readonly pythonPath?: string
  /**
   * Where tools are kept between builds.
   * @default AIRLOCK_CACHE_DIR, else the cache folder of the user
   */
  readonly cacheDir?: string
}

/** The limits of one build, all set. */
export interface BuildLimits {
  readonly timeoutMs: number
  readonly maxMemoryBytes: number
  readonly maxOutputBytes: number
}

export function limitsOf(options: ComponentizeOptions): BuildLimits {
  return {
    timeoutMs: options.timeoutMs ?? 60_000,
    maxMemoryBytes: options.maxMemoryBytes ?? 2 * 1024 ** 3,
    maxOutputBytes: options.maxOutputBytes ?? 128 * 1024 ** 2,
  }
}

/** Tells whoever listens what a build is doing. */
export function report(options: ComponentizeOptions, message: string): void {
  options.onProgress?.({ type: 'progress', step: 'componentize', message })
}
