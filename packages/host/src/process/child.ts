import { type ChildProcess, spawn } from 'node:child_process'
import { findNodeBinary } from './node-binary.ts'

/**
 * Starts the process that everything untrusted runs in. The first shell line is a watchdog in the same
 * process group: when this process ends in whatever way, its end of pipe 3 closes, and the group goes
 * too, even where the worker is stuck in a loop. `env -i` takes away what the shell itself exports.
 */
const LAUNCH = '(read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 & exec env -i "$@" 3<&-'

/** A worker process in a process group of its own. */
export interface Child {
  readonly process: ChildProcess
  /** Resolves when the process has ended and its pipes are closed. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** The last part of what it wrote to standard error. */
  stderrTail(): string
  /** Ends the process and all that it may have started. */
  kill(): void
}

const STDERR_TAIL = 4096

/**
 * Starts a worker with an empty environment.
 *
 * @param folder Working directory.
 * @param nodeArgs Options of Node.js, the script and its arguments.
 */
export function startChild(folder: string, nodeArgs: readonly string[]): Child {
  const child = spawn('/bin/sh', ['-c', LAUNCH, 'airlock', findNodeBinary().path, ...nodeArgs], {
    cwd: folder,
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL)
  })
  // A write to a worker that has just ended is no error of ours; `ended` tells.
  child.stdin?.on('error', () => {})
  child.stdio[3]?.on('error', () => {})
  let gone = false
  const kill = (): void => {
    if (child.pid === undefined || gone) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // The group is gone already.
    }
  }
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    // The watchdog outlives its worker unless it is told.
    child.once('exit', () => {
      kill()
      gone = true
    })
    child.once('error', () => resolve({ code: null, signal: null }))
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return { process: child, ended, stderrTail: () => stderr, kill }
}
