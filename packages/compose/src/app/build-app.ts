import type { OnProgress } from '@wasm-airlock/shared'
import type { AppFolder } from './read-app-folder.ts'

export interface BuildAppOptions {
  /** Milliseconds for each command. @default 600_000 */
  readonly timeoutMs?: number
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** Runs the build commands of an application's components, as `spin build` does. */
export async function buildApp(_app: AppFolder, _options: BuildAppOptions = {}): Promise<void> {
  throw new Error('to be written')
}
