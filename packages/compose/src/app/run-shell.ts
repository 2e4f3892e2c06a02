import { stripVTControlCharacters } from 'node:util'
import { clampTimeout, escapeControls } from '@wasm-airlock/shared'
import { execa } from 'execa'
import { boundLines } from './bound-lines.ts'

export interface ShellOptions {
  readonly cwd: string
  /** Milliseconds. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Takes the lines of the output, as many as can be read, cut and with control characters escaped. */
  readonly onLine: (line: string) => void
}

/** How a command ended. */
export interface ShellResult {
  readonly ended: 'itself' | 'timeout' | 'aborted' | 'never-started'
  /** Absent where a signal ended it. */
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  /** The last lines of its output. */
  readonly output: readonly string[]
}

/**
 * The first line is a watchdog in the same process group: when this process ends in whatever way, its end of pipe 3
 * closes, and the group goes too.
 */
const LAUNCH = '(read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 & exec /bin/sh -c "$1" 3<&-'

const KEPT_LINES = 40
/** Longer lines are cut. */
const MAX_LINE = 500

/**
 * Runs a command by the shell, in a process group of its own, which is ended with it, with its deadline, when the
 * caller aborts, and when this process ends.
 *
 * @throws What `onLine` throws; the command is ended then.
 */
export async function runShell(command: string, options: ShellOptions): Promise<ShellResult> {
  const { cwd, timeoutMs, signal, onLine } = options
  const last: string[] = []
  if (signal?.aborted) return { ended: 'aborted', exitCode: undefined, signal: undefined, output: [] }
  const child = execa('/bin/sh', ['-c', LAUNCH, 'airlock', command], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    all: true,
    buffer: false,
    reject: false,
    // The watchdog sees to the end of this process, whatever it is.
    cleanup: false,
    killDescendants: true,
    killSignal: 'SIGKILL',
    timeout: clampTimeout(timeoutMs),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  let failure: { readonly error: unknown } | undefined
  const reported = boundLines((line) => {
    try {
      if (failure === undefined) onLine(show(line))
    } catch (error) {
      // In a stream it would be nobody's.
      failure = { error }
      child.kill()
    }
  })
  const lines = splitLines((line) => {
    last.push(line)
    if (last.length > KEPT_LINES) last.shift()
    reported.add(line)
  })
  child.all.setEncoding('utf8').on('data', lines.add)
  // What the command left running, and the watchdog, hold the pipes open.
  child.nodeChildProcess.once('exit', () => child.kill())
  const result = await child
  lines.end()
  reported.end()
  if (failure !== undefined) throw failure.error
  const ended = result.timedOut
    ? 'timeout'
    : result.isCanceled
      ? 'aborted'
      : child.pid === undefined
        ? 'never-started'
        : 'itself'
  return { ended, exitCode: result.exitCode, signal: result.signal, output: last.map(show) }
}

/** Takes text as it comes and gives it on in lines; a line without an end is given on in parts. */
function splitLines(give: (line: string) => void): { add: (text: string) => void; end: () => void } {
  let rest = ''
  const giveOne = (line: string) => {
    const cut = line.slice(0, 2 * MAX_LINE)
    if (stripVTControlCharacters(cut).trim() !== '') give(cut)
  }
  return {
    add(text) {
      const lines = (rest + text).split(/\r?\n|\r/)
      rest = lines.pop() ?? ''
      for (const line of lines) giveOne(line)
      if (rest.length <= MAX_LINE) return
      giveOne(rest)
      rest = ''
    },
    end: () => giveOne(rest),
  }
}

function show(line: string): string {
  return escapeControls(stripVTControlCharacters(line).replaceAll('\t', '  ')).trimEnd().slice(0, MAX_LINE)
}
