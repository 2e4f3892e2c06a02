import { AirlockError, clampTimeout } from '@wasm-airlock/shared'
import { execa } from 'execa'
import type { BuildLimits } from '../options.ts'
import { readFolderSize } from './folder-size.ts'
import { readGroupMemory } from './group-usage.ts'
import { keepTail } from './keep-tail.ts'

/** A program that runs strangers' code, or that talks to the network on our behalf. */
export interface ContainedProgram {
  /** Absolute path. */
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  readonly limits: BuildLimits
  /** The folder in which the program may write; its growth is capped. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
}

/** How a program ended that was not stopped. */
export interface ContainedResult {
  /** `undefined` where a signal ended it. */
  readonly exitCode: number | undefined
  /** The last 8 MiB of each stream. */
  readonly stdout: string
  readonly stderr: string
}

/**
 * The first line is a watchdog in the same process group: when this process ends in whatever way, its end
 * of pipe 3 closes, and the group goes too, even where the program is stuck in a loop. What the shell adds
 * to the environment is taken away again.
 */
const LAUNCH = '(read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 & unset PWD OLDPWD SHLVL; exec "$@" 3<&-'

const POLL_MS = 100

type Stop = 'build-timeout' | 'build-memory-exceeded' | 'build-output-too-large' | 'aborted'

/**
 * Runs a program in a process group of its own and ends the whole group when a limit is met, when the
 * caller aborts, when the program itself ends, and when this process ends, even by SIGKILL.
 *
 * @throws AirlockError `build-timeout`, `build-memory-exceeded`, `build-output-too-large`, `aborted`;
 *   `build-failed` where the program cannot be started at all.
 */
export async function runContained(program: ContainedProgram): Promise<ContainedResult> {
  const { limits, signal } = program
  if (signal?.aborted) throw stopError('aborted', limits)
  const before = await readFolderSize(program.folder)
  const limit = new AbortController()
  const child = execa('/bin/sh', ['-c', LAUNCH, 'airlock', program.command, ...program.args], {
    cwd: program.cwd,
    env: program.env,
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    // The watchdog sees to the end of this process, whatever it is.
    cleanup: false,
    killDescendants: true,
    killSignal: 'SIGKILL',
    // 0 would mean none.
    timeout: clampTimeout(limits.timeoutMs),
    cancelSignal: signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]),
  })
  const stdout = keepTail(child.stdout)
  const stderr = keepTail(child.stderr)
  // What the program left running, and the watchdog, hold the pipes open.
  child.nodeChildProcess.once('exit', () => child.kill())
  let running = true
  const watch = async (group: number) => {
    while (running) {
      if ((await readGroupMemory(group)) > limits.maxMemoryBytes)
        limit.abort(stopError('build-memory-exceeded', limits))
      if ((await readFolderSize(program.folder)) - before > 2 * limits.maxOutputBytes)
        limit.abort(stopError('build-output-too-large', limits))
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  // What cannot be watched may not run.
  const watched = child.pid === undefined ? undefined : watch(child.pid).catch((error) => limit.abort(error))
  const ended = await child
  running = false
  await watched
  if (ended.timedOut) throw stopError('build-timeout', limits)
  if (ended.isCanceled) throw limit.signal.aborted ? limit.signal.reason : stopError('aborted', limits)
  if (child.pid === undefined)
    throw new AirlockError('build-failed', `${program.command} could not be started.`, { cause: ended })
  return { exitCode: ended.exitCode, stdout: stdout(), stderr: stderr() }
}

function stopError(stop: Stop, limits: BuildLimits): AirlockError {
  const messages: Record<Stop, string> = {
    'build-timeout': `The build did not end within ${limits.timeoutMs} ms and was stopped.`,
    'build-memory-exceeded': `The build used more than ${limits.maxMemoryBytes} bytes of memory and was stopped.`,
    'build-output-too-large': `The build wrote more than ${2 * limits.maxOutputBytes} bytes and was stopped.`,
    aborted: 'The build was interrupted.',
  }
  return new AirlockError(stop, messages[stop])
}
