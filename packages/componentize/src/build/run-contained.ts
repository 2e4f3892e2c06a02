import { spawn } from 'node:child_process'
import { AirlockError } from '@wasm-airlock/shared'
import type { BuildLimits } from '../options.ts'
import { readFolderSize } from './folder-size.ts'
import { readGroupMemory } from './group-usage.ts'

/** A program that runs strangers' code, or that talks to the network on our behalf. */
export interface ContainedProgram {
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
  readonly exitCode: number | null
  /** At most the last {@link MAX_LOG_BYTES} of each stream. */
  readonly stdout: string
  readonly stderr: string
}

const MAX_LOG_BYTES = 256 * 1024
const POLL_MS = 100

type Stop = 'build-timeout' | 'build-memory-exceeded' | 'build-output-too-large' | 'aborted'

/**
 * Runs a program in a process group of its own and ends the whole group when a limit is met, when the
 * caller aborts, and when the program itself ends.
 *
 * @throws AirlockError `build-timeout`, `build-memory-exceeded`, `build-output-too-large`, `aborted`.
 */
export async function runContained(program: ContainedProgram): Promise<ContainedResult> {
  const { limits, signal } = program
  if (signal?.aborted) throw stopError('aborted', limits)
  const before = await readFolderSize(program.folder)
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: program.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const group = child.pid
  let stop: Stop | undefined
  const end = (reason: Stop) => {
    stop ??= reason
    killGroup(group)
  }
  const abort = () => end('aborted')
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  // A signal of the terminal reaches our group, not the child's: whatever ends us ends the child.
  const onExit = () => killGroup(group)
  process.once('exit', onExit)
  const deadline = setTimeout(() => end('build-timeout'), limits.timeoutMs)
  const stdout = tailOf(child.stdout)
  const stderr = tailOf(child.stderr)
  let polling = true
  const poll = async () => {
    while (polling && group !== undefined) {
      if ((await readGroupMemory(group)) > limits.maxMemoryBytes) end('build-memory-exceeded')
      if ((await readFolderSize(program.folder)) - before > 2 * limits.maxOutputBytes)
        end('build-output-too-large')
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  const polled = poll()
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => killGroup(group))
      child.once('close', resolve)
    })
    if (stop !== undefined) throw stopError(stop, limits)
    return { exitCode, stdout: stdout(), stderr: stderr() }
  } finally {
    polling = false
    clearTimeout(deadline)
    signal?.removeEventListener('abort', abort)
    process.removeListener('exit', onExit)
    killGroup(group)
    await polled
  }
}

function killGroup(group: number | undefined): void {
  if (group === undefined) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // The group is gone, which is what was wanted.
  }
}

function tailOf(stream: NodeJS.ReadableStream): () => string {
  let chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > 2 * MAX_LOG_BYTES) {
      chunks = [Buffer.concat(chunks).subarray(-MAX_LOG_BYTES)]
      bytes = MAX_LOG_BYTES
    }
  })
  return () => Buffer.concat(chunks).subarray(-MAX_LOG_BYTES).toString('utf8')
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
