import { AirlockError, type Deployment, type OnProgress, toAirlockError } from '@wasm-airlock/shared'
import { cacheFolder } from '@wasm-airlock/shared/folders'
import { readAppToDeploy } from './app-files.ts'
import { deployLocal } from './deploy-local.ts'
import { type LlmChoice, resolveLlm } from './llm-choice.ts'
import type { StateOptions } from './state-folder.ts'

/** How an application is deployed. */
export interface DeployOptions extends StateOptions {
  /** Where it is to run: `local` is this machine. @default 'local' */
  readonly target?: 'local'
  /** TCP port on 127.0.0.1; 0 takes a free one, which the deployment keeps. @default 0 */
  readonly port?: number
  /** The language model that it calls. @default the built-in echo */
  readonly llm?: LlmChoice
  /**
   * Folder of the cache for transpiled code, which spares starts and restarts a second or more.
   * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
   */
  readonly cacheDir?: string
  /** Milliseconds until the application must answer. @default 60_000 */
  readonly timeoutMs?: number
  /** Told what is being done. */
  readonly onProgress?: OnProgress
  /** Ends the deployment early; then nothing is left of it. */
  readonly signal?: AbortSignal
}

/**
 * Deploys a Spin application: copies it into the state folder, starts it under a supervisor that
 * outlives this process and starts it again when it crashes, and waits until it answers `GET /` with a
 * status below 500. On any failure nothing is left: no process, no folder. What it writes to its key-value
 * stores and databases lasts as long as the deployment.
 *
 * @param app Folder with a `spin.toml`, or that file.
 * @throws AirlockError `manifest-invalid`, `input-not-found`, `variable-missing`, `llm-key-missing`, `port-in-use`,
 *   `deploy-failed` and `deploy-timeout` (both with the last lines of the log in `details.log`),
 *   `output-unwritable`, `usage-invalid`, `aborted`, and what validation says of the component.
 *
 * @example
 * const { id, endpoint } = await deployApp('./my-app', { llm: { kind: 'echo' } })
 * await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' })
 * await stopDeployment(id)
 */
export async function deployApp(app: string, options: DeployOptions = {}): Promise<Deployment> {
  const { target = 'local', port = 0, llm = { kind: 'echo' }, timeoutMs = 60_000, stateDir, signal } = options
  if (target !== 'local')
    throw new AirlockError('usage-invalid', `There is no target ${JSON.stringify(target)}.`, {
      item: String(target),
      hint: 'The target is: local.',
      step: 'deploy',
    })
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AirlockError('usage-invalid', `${port} is no TCP port.`, {
      item: String(port),
      hint: 'Give a number from 0 to 65535; 0 takes a free port.',
      step: 'deploy',
    })
  if (signal?.aborted)
    throw new AirlockError('aborted', 'The deployment was interrupted.', { step: 'deploy' })
  try {
    return await deployLocal({
      llm: resolveLlm(llm),
      app: await readAppToDeploy(app),
      port,
      cacheDir: cacheFolder(options.cacheDir),
      state: stateDir === undefined ? {} : { stateDir },
      timeoutMs,
      onProgress: options.onProgress ?? (() => {}),
      signal,
    })
  } catch (error) {
    throw toAirlockError(error, 'deploy')
  }
}
