import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { startChild } from '../process/child.ts'
import { encodeFrame, FrameDecoder } from '../process/frames.ts'
import { watchResidentBytes } from '../process/resident-bytes.ts'
import { workerFile } from '../process/worker-file.ts'
import { tooManyInstances } from '../sandbox/errors.ts'
import { type TranspileJob, type TranspileOutcome, transpileOutcome } from './transpile-protocol.ts'
import { transpilerPermissions } from './transpiler-permissions.ts'

const DEADLINE_MS = 60_000
/** Core instances, where nothing else is asked for. */
export const MAX_INSTANCES = 1000
const MAX_SCRIPT_BYTES = 64 * 1024 * 1024
const MAX_ANSWER_BYTES = 64 * 1024
/** Pages of 64 KiB: 2 GiB for the transpiler itself, which is Wasm. */
const TRANSPILER_PAGES = 32_768
const MAX_RESIDENT_BYTES = 4 * 1024 ** 3

/** What to transpile, and how. */
export interface TranspileOptions {
  /**
   * Functions that suspend the guest (JSPI), as `interface@version#function`. Of a component that is still
   * being looked at, a promise: nothing is done with it before. @default none
   */
  readonly suspending?: TranspileJob['suspending'] | Promise<TranspileJob['suspending']> | undefined
  /** Most resident bytes of the transpiler, where the system tells (Linux). @default 4 GiB */
  readonly maxResidentBytes?: number
  /** Most core instances. @default 1000 */
  readonly maxInstances?: number
  readonly signal?: AbortSignal | undefined
}

/** What a transpile worker is asked to do. */
export function transpileJobOf(suspending: TranspileJob['suspending'], maxInstances: number): TranspileJob {
  return { suspending, maxScriptBytes: MAX_SCRIPT_BYTES, maxInstances }
}

/**
 * Turns a component into JavaScript and core modules with jco, in a process of its own.
 *
 * @param component A component that `validateComponent` has accepted: the generated JavaScript holds names
 *   out of its core modules as they are.
 * @param folder An empty folder for the generated files.
 * @throws AirlockError `transpile-failed`, `transpile-timeout`, `guest-instances-exceeded`, `aborted`; what
 *   `suspending` is rejected with.
 */
export async function transpileComponent(
  component: Uint8Array,
  folder: string,
  options: TranspileOptions = {},
): Promise<void> {
  if (options.signal?.aborted) throw new AirlockError('aborted', 'The work was interrupted.')
  const worker = workerFile('transpile-worker.js')
  const child = startChild(folder, [
    ...transpilerPermissions(worker, folder),
    '--no-warnings',
    '--max-old-space-size=2048',
    // What it makes lives until it ends: to move it about takes a tenth of its time.
    '--min-semi-space-size=64',
    '--max-semi-space-size=64',
    `--wasm-max-mem-pages=${TRANSPILER_PAGES}`,
    worker,
  ])
  const stop = options.signal
  stop?.addEventListener('abort', child.kill, { once: true })
  let deadline: AbortSignal | undefined
  const { maxResidentBytes = MAX_RESIDENT_BYTES } = options
  let swollen = false
  const stopWatching = watchResidentBytes(child.process.pid, maxResidentBytes, () => {
    swollen = true
    child.kill()
  })
  let outcome: TranspileOutcome | undefined
  const frames = new FrameDecoder(MAX_ANSWER_BYTES)
  child.process.stdout?.on('data', (chunk: Buffer) => {
    try {
      for (const { header } of frames.push(chunk)) outcome = transpileOutcome.parse(header)
    } catch {
      child.kill()
    }
  })
  const { maxInstances = MAX_INSTANCES } = options
  try {
    const job = transpileJobOf((await options.suspending) ?? null, maxInstances)
    deadline = AbortSignal.timeout(DEADLINE_MS)
    deadline.addEventListener('abort', child.kill, { once: true })
    child.process.stdin?.write(encodeFrame(job, component))
  } catch (error) {
    child.kill()
    throw error
  } finally {
    await child.ended
    stopWatching()
    stop?.removeEventListener('abort', child.kill)
    deadline?.removeEventListener('abort', child.kill)
  }
  if (options.signal?.aborted) throw new AirlockError('aborted', 'The work was interrupted.')
  if (outcome?.tag === 'ok') return
  if (outcome === undefined && deadline.aborted) {
    throw new AirlockError('transpile-timeout', `Transpiling took longer than ${DEADLINE_MS} ms.`)
  }
  if (swollen) {
    throw new AirlockError(
      'transpile-failed',
      `Transpiling took more than ${maxResidentBytes} bytes of memory.`,
    )
  }
  if (outcome?.tag === 'too-many-instances') {
    throw tooManyInstances(outcome.instances, maxInstances)
  }
  throw new AirlockError('transpile-failed', describe(outcome), {
    details: outcome === undefined ? { stderr: escapeControls(child.stderrTail()) } : {},
  })
}

function describe(outcome: TranspileOutcome | undefined): string {
  if (outcome?.tag === 'too-large') {
    return `The component became ${outcome.bytes} bytes of JavaScript, more than the ${MAX_SCRIPT_BYTES} allowed.`
  }
  if (outcome?.tag === 'failed')
    return `The component cannot be transpiled: ${escapeControls(outcome.message)}`
  return 'The transpiler ended without an answer.'
}
