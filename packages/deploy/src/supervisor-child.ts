import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { entryFile } from './entry-file.ts'
import { logPath } from './log-file.ts'
import {
  keptMessageSchema,
  type StartedMessage,
  type StartMessage,
  startedMessageSchema,
} from './messages.ts'
import { sendSignal } from './process-identity.ts'

/** Milliseconds that an abandoned supervisor has for ending what it started. */
const abandonTimeoutMs = 12_000

/** The supervisor of a new deployment, while the command still watches it. */
export interface SupervisorChild {
  /** Resolves when the application listens or why it does not, or with `undefined` when the supervisor is gone. */
  readonly started: Promise<StartedMessage | undefined>
  /** Resolves when the application, or its supervisor, ends; never while all is well. */
  readonly failed: Promise<StartedMessage | undefined>
  /** Lets it live on without the command; `false` where it was too late for that, see `failed`. */
  keep(): Promise<boolean>
  /** Ends it with all that it started; resolves when it is gone. */
  abandon(): Promise<void>
}

/**
 * Starts a supervisor in a session of its own, with an environment that holds nothing of the user's.
 *
 * @param id Id of the deployment.
 */
export function startSupervisor(id: string, start: StartMessage): SupervisorChild {
  // What Node.js itself says when the supervisor has a defect goes to the log too.
  const log = openSync(logPath(start.folder), 'a', 0o600)
  const child = spawn(process.execPath, [entryFile('supervisor'), id], {
    cwd: start.folder,
    env: {},
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)

  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  const started = Promise.withResolvers<StartedMessage | undefined>()
  const failed = Promise.withResolvers<StartedMessage | undefined>()
  const kept = Promise.withResolvers<void>()
  child.on('message', (message) => {
    if (keptMessageSchema.safeParse(message).success) kept.resolve()
    const { data } = startedMessageSchema.safeParse(message)
    if (data === undefined) return
    started.resolve(data)
    if (data.type === 'failed') failed.resolve(data)
  })
  gone.then(() => {
    started.resolve(undefined)
    failed.resolve(undefined)
  })
  child.send(start, () => {})

  return {
    started: started.promise,
    failed: failed.promise,
    async keep() {
      child.send({ type: 'keep' }, () => {})
      const lives = await Promise.race([kept.promise.then(() => true), failed.promise.then(() => false)])
      if (!lives) return false
      if (child.connected) child.disconnect()
      child.unref()
      return true
    },
    async abandon() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => {
        // Its application ends by itself.
        if (child.pid !== undefined) sendSignal(child.pid, 'SIGKILL')
      }, abandonTimeoutMs)
      await gone
      clearTimeout(timer)
    },
  }
}
