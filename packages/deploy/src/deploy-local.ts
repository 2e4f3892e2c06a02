import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError, type Deployment, escapeControls, type OnProgress } from '@wasm-airlock/shared'
import { type AppToDeploy, copyApp } from './app-files.ts'
import { checkAnswers } from './check-answers.ts'
import { endpointOf } from './endpoint.ts'
import { lastLines, readLog } from './log-file.ts'
import type { LlmSettings, StartedMessage } from './messages.ts'
import { createDeploymentFolder, type StateOptions } from './state-folder.ts'
import { startSupervisor } from './supervisor-child.ts'

/** What is deployed on this machine, and how. */
export interface LocalRequest {
  readonly app: AppToDeploy
  /** 0 takes a free port. */
  readonly port: number
  readonly llm: LlmSettings
  readonly cacheDir: string
  readonly state: StateOptions
  readonly timeoutMs: number
  readonly onProgress: OnProgress
  readonly signal: AbortSignal | undefined
}

/**
 * The target `local`: a supervised process on this machine that serves the application with the
 * embedded host on 127.0.0.1. Either the application answers when this returns, or nothing of it is
 * left.
 *
 * @throws AirlockError `deploy-failed` (details: `log`), `deploy-timeout`, `port-in-use`,
 *   `output-unwritable`, `aborted`, and what the host says of the component.
 */
export async function deployLocal(request: LocalRequest): Promise<Deployment> {
  const { app, port, llm, cacheDir, timeoutMs, onProgress, signal } = request
  const { id, folder } = await createDeploymentFolder(app.name, request.state)
  try {
    await copyApp(app, join(folder, 'app'), signal)
    onProgress({ type: 'progress', step: 'deploy', message: `starting ${id}` })
    const supervisor = startSupervisor(id, { type: 'start', folder, app: app.name, port, llm, cacheDir })
    const interruption = interrupted(timeoutMs, signal)
    try {
      const started = await Promise.race([supervisor.started, interruption.promise])
      if (started?.type !== 'ready') throw failure(started)
      const endpoint = endpointOf(started.port)
      onProgress({ type: 'progress', step: 'deploy', message: `waiting for an answer of ${endpoint}` })
      await Promise.race([
        checkAnswers(endpoint, interruption.signal, app.rootStatus),
        interruption.promise,
        supervisor.failed.then((message) => Promise.reject(failure(message))),
      ])
      if (!(await supervisor.keep())) throw failure(await supervisor.failed)
      return { id, target: 'local', endpoint }
    } catch (error) {
      const log = lastLines(await readLog(folder).catch(() => ''), 20)
      await supervisor.abandon()
      throw withLog(error, log)
    } finally {
      interruption.end()
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
}

/** A promise that rejects at the deadline or when the signal says so, and a signal for the same. */
function interrupted(timeoutMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController()
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {}) // nobody may be waiting any more
  const interrupt = (error: AirlockError) => {
    reject(error)
    controller.abort(error)
  }
  const onAbort = () =>
    interrupt(new AirlockError('aborted', 'The deployment was interrupted.', { step: 'deploy' }))
  const timer = setTimeout(
    () =>
      interrupt(
        new AirlockError('deploy-timeout', `The application did not answer within ${timeoutMs} ms.`, {
          hint: 'Read the last lines of its log below.',
          step: 'deploy',
        }),
      ),
    timeoutMs,
  )
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  const end = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
  return { promise, signal: controller.signal, end }
}

/** What the supervisor's last message, or its silence, means. */
function failure(message: StartedMessage | undefined): AirlockError {
  if (message?.type !== 'failed')
    return new AirlockError('deploy-failed', 'The supervisor of the application ended.', { step: 'deploy' })
  const { code, message: text, ...options } = message.error
  return new AirlockError(code, escapeControls(text), { step: 'deploy', ...options })
}

function withLog(error: unknown, log: readonly string[]): unknown {
  if (!(error instanceof AirlockError) || !/^deploy-/.test(error.code)) return error
  const { code, message, item, hint, step, details, cause } = error
  return new AirlockError(code, message, {
    hint: code === 'deploy-failed' ? 'The last lines of its log say more.' : hint,
    details: { ...details, log },
    cause,
    ...(item === undefined ? {} : { item }),
    ...(step === undefined ? {} : { step }),
  })
}
