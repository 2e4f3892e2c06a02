import { constants, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { type ToHost, type ToWorker, toHost } from '../protocol.ts'
import { type Child, startChild } from './child.ts'
import { encodeFrame, FrameDecoder } from './frames.ts'
import { watchResidentBytes } from './resident-bytes.ts'
import { workerFile } from './worker-file.ts'

const WORKER = 'worker.mjs'
const PAGE_BYTES = 65_536
/** For the worker's own JavaScript; Wasm memories are not part of it. */
const HEAP_MIB = 512

/** Limits of a guest worker. */
export interface GuestLimits {
  /** Most bytes of one Wasm memory. */
  readonly maxMemoryBytes: number
  /** Most bytes of one message from the worker. */
  readonly maxMessageBytes: number
  /** Most bytes of the whole process that are resident, where the system tells (Linux). */
  readonly maxResidentBytes: number
  /** Most elements of one table. */
  readonly maxTableElements: number
  /** Bytes of the stack; for a guest that is suspended, of each stack. */
  readonly maxStackBytes: number
}

/** A running guest worker. */
export interface GuestProcess {
  /** Absent where it did not start. */
  readonly pid: number | undefined
  send(message: ToWorker, payload?: Uint8Array): void
  /** Resolves with the reason (details: `brokeRule` where it broke the protocol) when the process has ended, by itself or by `kill`. */
  readonly ended: Promise<AirlockError>
  kill(): void
}

/** Copies the worker into the only folder that it will be able to read, with the code in one below it. */
export async function placeWorker(folder: string): Promise<void> {
  await copyFile(workerFile('guest-worker.js'), join(folder, WORKER), constants.COPYFILE_EXCL)
}

/** Limits that a process is started with. */
export type SpawnLimits = Pick<GuestLimits, 'maxMemoryBytes' | 'maxTableElements' | 'maxStackBytes'>

/**
 * Starts a process that can read the generated code and do nothing else; that may come later.
 *
 * @param folder Real path of the folder, with the worker in it.
 */
export function spawnGuest(folder: string, limits: SpawnLimits): Child {
  const { maxMemoryBytes, maxTableElements, maxStackBytes } = limits
  const pages = Math.max(1, Math.min(65_536, Math.ceil(maxMemoryBytes / PAGE_BYTES)))
  const stackKib = Math.floor(maxStackBytes / 1024)
  return startChild(folder, [
    '--permission',
    `--allow-fs-read=${folder}/`,
    `--wasm-max-mem-pages=${pages}`,
    `--wasm-max-table-size=${maxTableElements}`,
    `--stack-size=${stackKib}`,
    `--wasm-stack-switching-stack-size=${stackKib}`,
    `--max-old-space-size=${HEAP_MIB}`,
    // Compilers and collectors would take the processor from the guests: each worker has a core of its own.
    '--v8-pool-size=1',
    // A request makes little that lasts. What is small stays in the caches of the processor, and is cleared soon.
    '--max-semi-space-size=1',
    '--no-addons',
    '--no-warnings',
    '--disallow-code-generation-from-strings',
    join(folder, WORKER),
  ])
}

/** Has a process compile the core modules, which are there now, and run nothing. */
export function compileAhead(child: Child): void {
  child.process.stdin?.write(encodeFrame({ type: 'compile' } satisfies ToWorker))
}

/**
 * Speaks with a guest worker, and watches it.
 *
 * @param folder Real path of the folder.
 * @param onMessage Takes every message that fits the schema; one that does not ends the worker. What it
 *   throws ends the worker too.
 * @param onResidentBytes Told every now and then how much memory the process has.
 * @param child One that was started before. @default a new one
 */
export function startGuest(
  folder: string,
  limits: GuestLimits,
  onMessage: (message: ToHost, payload: Uint8Array) => void,
  onResidentBytes?: (bytes: number) => void,
  child: Child = spawnGuest(folder, limits),
): GuestProcess {
  let broken: string | undefined
  const frames = new FrameDecoder(limits.maxMessageBytes)
  child.process.stdout?.on('data', (chunk: Buffer) => {
    if (broken !== undefined) return
    try {
      for (const { header, payload } of frames.push(chunk)) onMessage(toHost.parse(header), payload)
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error)
      child.kill()
    }
  })
  let swollen = false
  const onSwollen = (): void => {
    swollen = true
    child.kill()
  }
  const { maxResidentBytes } = limits
  const stopWatching = watchResidentBytes(child.process.pid, maxResidentBytes, onSwollen, onResidentBytes)
  const ended = child.ended.then(({ code, signal }) => {
    stopWatching()
    if (swollen) {
      return new AirlockError(
        'guest-memory-exceeded',
        `The component and its worker took more than ${maxResidentBytes} bytes of memory.`,
      )
    }
    const how = broken ?? (signal === null ? `it exited with status ${code}` : `it was ended by ${signal}`)
    return new AirlockError(
      'worker-failed',
      `The guest worker failed: ${escapeControls(how).slice(0, 500)}.`,
      {
        details: { stderr: escapeControls(child.stderrTail()), brokeRule: broken !== undefined },
      },
    )
  })
  return {
    pid: child.process.pid,
    send: (message, payload) => void child.process.stdin?.write(encodeFrame(message, payload)),
    ended,
    kill: child.kill,
  }
}
