import { setTimeout as delay } from 'node:timers/promises'
import { AirlockError, type ErrorJson } from '@wasm-airlock/shared'
import type { AppChild } from './app-child.ts'
import { nextRestart, type RestartPolicy } from './restart-policy.ts'

/** What the supervision of an application needs. */
export interface SuperviseOptions {
  /** Starts the application; 0 takes a free port. */
  readonly start: (port: number) => AppChild
  readonly port: number
  /** May a crash be followed by a restart by now? */
  readonly mayRestart: () => boolean
  /** Told of each change, before anything else happens. */
  readonly onState: (state: AppState) => Promise<void>
  /** Ends the supervision: requests in flight are let go. */
  readonly signal: AbortSignal
  /** @default {@link defaultRestartPolicy} */
  readonly policy?: RestartPolicy
  /** Milliseconds until an application must be ready. @default 60_000 */
  readonly startTimeoutMs?: number
  /** Milliseconds until one that was asked to end is killed. @default 8_000 */
  readonly stopTimeoutMs?: number
}

/** Where an application is. */
export type AppState =
  | { readonly state: 'starting'; readonly pid: number | null }
  | { readonly state: 'running'; readonly pid: number | null; readonly port: number }
  | { readonly state: 'restarting'; readonly reason: string; readonly delayMs: number }

/** How the supervision ended. */
export type Outcome = { readonly state: 'stopped' } | { readonly state: 'failed'; readonly error: ErrorJson }

/**
 * Keeps an application running, on one port, until it is told to stop or the application crashes too
 * often. When it returns, nothing of the application is left running.
 */
export async function superviseApp(options: SuperviseOptions): Promise<Outcome> {
  const {
    start,
    mayRestart,
    onState,
    signal,
    policy,
    startTimeoutMs = 60_000,
    stopTimeoutMs = 8_000,
  } = options
  const crashes: number[] = []
  let port = options.port

  while (!signal.aborted) {
    const app = start(port)
    let stopTimer: NodeJS.Timeout | undefined
    const stop = () => {
      app.stop()
      stopTimer = setTimeout(app.kill, stopTimeoutMs)
    }
    signal.addEventListener('abort', stop, { once: true })
    const startTimer = setTimeout(app.kill, startTimeoutMs)
    await onState({ state: 'starting', pid: app.pid })
    const message = await app.started
    clearTimeout(startTimer)
    if (message?.type === 'failed') app.kill()
    if (message?.type === 'ready' && !signal.aborted) {
      port = message.port
      await onState({ state: 'running', pid: app.pid, port })
    }
    const how = await app.ended
    signal.removeEventListener('abort', stop)
    clearTimeout(stopTimer)
    if (signal.aborted) break

    const failure = message?.type === 'failed' ? message.error : undefined
    const now = performance.now()
    crashes.push(now)
    const delayMs = mayRestart() ? nextRestart(crashes, now, policy) : undefined
    if (delayMs === undefined)
      return { state: 'failed', error: failure ?? crashed(how, crashes.length).toJSON() }
    await onState({ state: 'restarting', reason: failure?.message ?? `The application ${how}.`, delayMs })
    await delay(delayMs, undefined, { signal }).catch(() => {})
  }
  return { state: 'stopped' }
}

function crashed(how: string, times: number): AirlockError {
  const message =
    times === 1 ? `The application ${how}.` : `The application crashed ${times} times; it ${how}.`
  return new AirlockError('deploy-failed', message, { step: 'deploy' })
}
