import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AirlockError, type ErrorJson } from '@wasm-airlock/shared'
import { aborted } from './aborted.ts'
import type { Measure } from './examine.ts'
import type { RestrictedComponent, Restriction } from './restrict/restrict-here.ts'
import type { ValidationResult } from './result.ts'

/** What a component can make of the JavaScript heap of its thread, beside the memory of WebAssembly. */
const MAX_HEAP_MB = 1024

/** What is done with a component. */
export type Task = { readonly measure: Measure } | { readonly restriction: Restriction }

/** What the thread is asked. */
export interface Question {
  readonly component: Uint8Array
  readonly task: Task
}

/** What it answers. */
export type Answer = { readonly result: unknown } | { readonly error: ErrorJson }

/** A thread that has answered waits here for the next component, and keeps no process alive. */
let idle: Worker | undefined

/**
 * `examineComponent` in a thread, for at most `timeoutMs` milliseconds.
 * Where the condition `node` is not set, `same-thread.ts` is there instead.
 *
 * @param signal Ends the thread.
 * @returns The result, or nothing where the time was over: the thread is gone then.
 * @throws AirlockError What `examineComponent` throws; `aborted`; `internal` where the thread fails.
 */
export async function runExamination(
  component: Uint8Array,
  measure: Measure,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<ValidationResult | undefined> {
  return (await runTask(component, { measure }, timeoutMs, signal)) as ValidationResult | undefined
}

/** `restrictHere` in the same way. */
export async function runRestriction(
  component: Uint8Array,
  restriction: Restriction,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<RestrictedComponent | undefined> {
  return (await runTask(component, { restriction }, timeoutMs, signal)) as RestrictedComponent | undefined
}

async function runTask(
  component: Uint8Array,
  task: Task,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (signal?.aborted) throw aborted(signal)
  const deadline = AbortSignal.timeout(timeoutMs)
  const ends = signal === undefined ? deadline : AbortSignal.any([deadline, signal])
  const worker = takeWorker()
  let answer: Answer
  try {
    const copy = new Uint8Array(component)
    const question: Question = { component: copy, task }
    worker.postMessage(question, [copy.buffer])
    ;[answer] = (await once(worker, 'message', { signal: ends })) as [Answer]
  } catch (error) {
    await worker.terminate()
    if (signal?.aborted) throw aborted(signal)
    if (deadline.aborted) return undefined
    throw new AirlockError('internal', 'The thread that examines components failed.', { cause: error })
  }
  await putBack(worker)
  if ('result' in answer) return answer.result
  const { code, message, ...rest } = answer.error
  throw new AirlockError(code, message, rest)
}

function takeWorker(): Worker {
  const worker = idle ?? startWorker()
  idle = undefined
  worker.ref()
  return worker
}

function startWorker(): Worker {
  // The same file from `src/` and from `dist/`.
  const worker = new Worker(new URL('../dist/worker.js', import.meta.url), {
    // Options of the process, such as --input-type, are not for a file.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  })
  const forget = () => {
    if (idle === worker) idle = undefined
  }
  return worker.on('error', forget).on('exit', forget)
}

async function putBack(worker: Worker): Promise<void> {
  if (idle !== undefined) {
    await worker.terminate()
    return
  }
  worker.unref()
  idle = worker
}
