import { AirlockError, clampTimeout, escapeControls, toCamelCase } from '@wasm-airlock/shared'
import { denyAll, type Policy } from '@wasm-airlock/wit-validate'
import { encodeArguments, readResult } from './arguments.ts'
import { createTypeReader, type FunctionTypes, type TypeReader } from './function-types.ts'
import { findFunction, fullName, listFunctions, type SandboxFunction } from './functions.ts'
import { type GuestProcess, startGuest } from './guest-process.ts'
import { sandboxInterfaces } from './interfaces.ts'
import { LogBudget, MAX_LOG_BYTES } from './log-budget.ts'
import type { LogLine } from './log-line.ts'
import { type PreparedComponent, prepareComponent } from './prepare.ts'
import type { ToHost } from './protocol.ts'
import { failure, interrupted, timedOut, unusable } from './sandbox-errors.ts'
import type { CacheOptions } from './transpile-cached.ts'
import { decodeValue } from './values.ts'
import { WorkerGroup } from './worker-group.ts'

/** What a sandbox grants and how far it goes. */
export interface SandboxOptions extends CacheOptions {
  /** Milliseconds for one call, the making of its instance included, `Infinity` for 24 days. @default 10_000 */
  readonly timeoutMs?: number
  /**
   * Most bytes of one Wasm memory, rounded up to 64 KiB; on Linux all of them together, with the worker,
   * may have 512 MiB more.
   * @default 512 MiB
   */
  readonly maxMemoryBytes?: number
  /** Most bytes of all arguments or of a result, as the JSON that crosses the boundary. @default 16 MiB */
  readonly maxMessageBytes?: number
  /**
   * Imports that are granted. WASI 0.2 is linked with nothing behind it: no environment, no files, no
   * network. @default none
   */
  readonly policy?: Policy
  /**
   * Takes each line that the component prints (needs a policy that allows its standard streams), and why
   * the cache cannot be used.
   */
  readonly onLog?: (line: LogLine) => void
  /** Ends the sandbox, whatever it is doing. */
  readonly signal?: AbortSignal
}

/** How one call is to be made. */
export interface CallOptions {
  /** Milliseconds for this call. @default that of the sandbox */
  readonly timeoutMs?: number
  /** Ends this call. */
  readonly signal?: AbortSignal
}

/** A component whose functions can be called. Every call runs on a fresh instance. */
export interface Sandbox extends AsyncDisposable {
  /** What can be called, in the order of the component's exports. */
  readonly functions: readonly SandboxFunction[]
  /**
   * Calls a function; calls are made one after the other.
   *
   * @param fn A name as {@link findFunction} takes it.
   * @param args One value a parameter, checked against its WIT type: strings, numbers, booleans, `bigint`
   *   for 64 bits, `Uint8Array` for `list<u8>`, arrays for other lists and tuples, objects for records and
   *   flags, `{ tag, val }` for variants, `null` for the `none` of an option. Fields, flags and cases have
   *   their names in WIT: `read-all`.
   * @returns The result in the same form; a `result<…>` is `{ tag: 'ok' | 'err', val }`, an absent value
   *   inside of another is `null`, the result of a function without one is `undefined`.
   * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`, `guest-trapped`,
   *   `guest-exited`, `guest-memory-exceeded`, `call-timeout`, `worker-failed`, `aborted`.
   */
  call(fn: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>
  /** Ends the processes and removes the folder of the sandbox. Safe to call twice. */
  close(): Promise<void>
}

const MIB = 1024 * 1024
const MAX_MESSAGE_BYTES = 16 * MIB
/** What a worker takes itself, compiled code included. */
const WORKER_BYTES = 512 * MIB

/**
 * Makes a component ready to be called, in a process that can do nothing else: no files, no network, no
 * environment, a memory limit, a deadline.
 *
 * @param component The bytes of a component.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
export async function createSandbox(component: Uint8Array, options: SandboxOptions = {}): Promise<Sandbox> {
  const prepared = await prepareComponent(component, {
    ...options,
    policy: options.policy ?? denyAll,
    linkable: sandboxInterfaces,
  })
  return new WorkerSandbox(prepared, createTypeReader(component), options)
}

/** A call on its way. */
interface Pending {
  readonly id: number
  readonly name: string
  readonly types: FunctionTypes
  settle(outcome: { value: unknown } | AirlockError): void
}

class WorkerSandbox implements Sandbox {
  readonly functions: readonly SandboxFunction[]
  readonly #prepared: PreparedComponent
  readonly #typesOf: TypeReader
  readonly #options: SandboxOptions
  readonly #workers: WorkerGroup
  #worker: GuestProcess | undefined
  #pending: Pending | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #lastId = 0
  readonly #logBudget = new LogBudget(1)

  constructor(prepared: PreparedComponent, typesOf: TypeReader, options: SandboxOptions) {
    this.#prepared = prepared
    this.#typesOf = typesOf
    this.#options = options
    this.functions = listFunctions(prepared.exports)
    this.#workers = new WorkerGroup(prepared, options.signal)
  }

  async call(fn: string, args: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    const target = findFunction(this.functions, fn)
    const types = await this.#typesOf(target)
    const encoded = encodeArguments(target, types, args, this.#options.maxMessageBytes ?? MAX_MESSAGE_BYTES)
    const turn = this.#turn.then(() => this.#run(target, types, encoded, options))
    this.#turn = turn.catch(() => {})
    return turn
  }

  close(): Promise<void> {
    return this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #run(
    target: SandboxFunction,
    types: FunctionTypes,
    args: readonly unknown[],
    options: CallOptions,
  ): Promise<unknown> {
    const timeoutMs = clampTimeout(options.timeoutMs ?? this.#options.timeoutMs ?? 10_000)
    const interrupts = [this.#workers.closing, ...(options.signal ? [options.signal] : [])]
    if (interrupts.some(({ aborted }) => aborted)) return Promise.reject(interrupted())
    return new Promise((resolve, reject) => {
      const stop = (error: AirlockError): void => {
        this.#worker?.kill()
        this.#worker = undefined
        settle(error)
      }
      const onInterrupt = (): void => stop(interrupted())
      const settle = (outcome: { value: unknown } | AirlockError): void => {
        clearTimeout(timer)
        for (const signal of interrupts) signal.removeEventListener('abort', onInterrupt)
        this.#pending = undefined
        if (outcome instanceof AirlockError) reject(outcome)
        else resolve(outcome.value)
      }
      const timer = setTimeout(() => stop(timedOut(target, timeoutMs)), timeoutMs)
      for (const signal of interrupts) signal.addEventListener('abort', onInterrupt, { once: true })
      this.#logBudget.grant()
      this.#pending = { id: ++this.#lastId, name: fullName(target), types, settle }
      this.#start().send({
        type: 'call',
        id: this.#lastId,
        interface: target.interface,
        function: toCamelCase(target.name),
        args: [...args],
        isResult: types.result !== null && types.types.shapeOf(types.result).kind === 'result',
      })
    })
  }

  #start(): GuestProcess {
    if (this.#worker !== undefined) return this.#worker
    const maxMemoryBytes = this.#options.maxMemoryBytes ?? 512 * MIB
    const worker = startGuest(
      this.#prepared.folder,
      {
        maxMemoryBytes,
        maxMessageBytes: this.#options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
        maxResidentBytes: maxMemoryBytes + WORKER_BYTES,
      },
      (message) => {
        if (this.#worker === worker) this.#receive(message)
      },
    )
    this.#workers.add(worker)
    void worker.ended.then((error) => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#pending?.settle(error)
    })
    worker.send({
      type: 'start',
      mode: 'sandbox',
      interfaces: [...this.#prepared.interfaces],
      maxLogBytes: MAX_LOG_BYTES,
      maxBodyBytes: 0,
      maxMemoryBytes,
    })
    this.#worker = worker
    return worker
  }

  /** What it throws ends the worker: the message breaks the protocol. */
  #receive(message: ToHost): void {
    const pending = this.#pending
    switch (message.type) {
      case 'ready':
        return
      case 'log':
        this.#logBudget.spend(message.text)
        this.#options.onLog?.({ stream: message.stream, text: escapeControls(message.text) })
        return
      case 'unusable':
        pending?.settle(unusable(message.kind, message.message))
        this.#worker?.kill()
        this.#worker = undefined
        return
      case 'returned':
      case 'failed': {
        if (pending === undefined || message.id !== pending.id) throw new Error('an answer to no call')
        if (message.type === 'failed') pending.settle(failure(message.kind, message.message, pending.name))
        else pending.settle({ value: readResult(pending.types, decodeValue(message.value)) })
        return
      }
      default:
        throw new Error(`${message.type} is not for a sandbox`)
    }
  }
}
