import { spawn } from 'node:child_process'
import { readLines } from './lines.ts'
import { type StartedMessage, type StartMessage, startedMessageSchema } from './messages.ts'
import { sendSignal } from './process-identity.ts'

/** How the process of an application is started. */
export interface AppChildOptions {
  /** Path of the script that Node.js runs. */
  readonly script: string
  /** Id of the deployment, by which its processes are recognised. */
  readonly id: string
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  readonly start: StartMessage
  /** Called with each line that the application writes. */
  readonly onLine: (line: string) => void
}

/** The process of an application, in a process group of its own. */
export interface AppChild {
  readonly pid: number | null
  /** Resolves once: it is ready, it says why it cannot be, or it has ended (`undefined`). */
  readonly started: Promise<StartedMessage | undefined>
  /** Resolves with how it ended, in a few words, when the process and its whole group are gone. */
  readonly ended: Promise<string>
  /** Lets it end requests in flight and then itself: it does when the channel to it closes. */
  stop(): void
  /** Ends it and its group at once. */
  kill(): void
}

/**
 * Starts the process of an application. It ends itself when this process ends, because the channel
 * between them closes then.
 */
export function startAppChild(options: AppChildOptions): AppChild {
  const child = spawn(process.execPath, [options.script, options.id], {
    cwd: options.start.folder,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const pid = child.pid ?? null
  const kill = () => {
    if (pid !== null) sendSignal(-pid, 'SIGKILL')
  }
  const stop = () => {
    if (child.connected) child.disconnect()
  }
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null)
  const written = Promise.all(outputs.map((stream) => readLines(stream, options.onLine)))

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      kill() // what it may have left behind
      const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
      // Its last lines may still be in the pipe; who else holds the pipe is not waited for.
      written.then(() => resolve(how))
      setTimeout(() => resolve(how), 1_000).unref()
    })
  })
  const started = new Promise<StartedMessage | undefined>((resolve) => {
    child.on('message', (message) => {
      const parsed = startedMessageSchema.safeParse(message)
      if (parsed.success) resolve(parsed.data)
      else kill()
    })
    ended.then(() => resolve(undefined))
  })
  // A message to a process that has just ended is lost, and `ended` says so.
  child.send(options.start, () => {})
  return { pid, started, ended, stop, kill }
}
