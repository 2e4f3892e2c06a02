import { AirlockError, clampTimeout, toCamelCase } from '@wasm-airlock/shared'
import type { Limits } from '../limits.ts'
import type { ToWorker } from '../protocol.ts'
import { encodeArgumentLists, encodeArguments, readResult } from '../values/arguments.ts'
import type { FunctionTypes, TypeReader } from '../values/function-types.ts'
import { findFunction, fullName, type SandboxFunction } from '../values/functions.ts'
import { interrupted, timedOut } from './errors.ts'
import type { CallOptions } from './options.ts'
import type { Outcome, SandboxWorker } from './worker.ts'

type Call = Extract<ToWorker, { type: 'call' }>

/** What calls are made of, and where. */
export interface CallerSetup {
  readonly functions: readonly SandboxFunction[]
  readonly typesOf: TypeReader
  readonly limits: Required<Limits>
  /** End the call that is under way. */
  readonly interrupts: readonly AbortSignal[]
  /**
   * The worker for the next call.
   *
   * @throws AirlockError where no more calls are made.
   */
  worker(): SandboxWorker
  /** Told of a call that was made and has failed, before the next is made. */
  failed?(error: AirlockError): void
  /** Number of the session that all calls belong to; absent where each has an instance of its own. */
  readonly session?: number
}

/** Makes calls, one after the other: checks arguments and results, and keeps the time. */
export class Caller {
  readonly #setup: CallerSetup
  #turn: Promise<unknown> = Promise.resolve()
  #lastId: number

  constructor(setup: CallerSetup) {
    this.#setup = setup
    this.#lastId = setup.session ?? 0
  }

  async call(fn: string, args: readonly unknown[], options: CallOptions): Promise<unknown> {
    const { functions, typesOf, limits } = this.#setup
    const target = findFunction(functions, fn)
    const types = await typesOf(target)
    const encoded = encodeArguments(target, types, args, limits.maxArgumentBytes)
    const call = this.#callOf(target, types, encoded, false)
    return this.#inTurn(() => this.#run(target, call, (value) => readResult(types, value), options))
  }

  async callMany(
    fn: string,
    argLists: readonly (readonly unknown[])[],
    options: CallOptions,
  ): Promise<unknown[]> {
    const { functions, typesOf, limits } = this.#setup
    const target = findFunction(functions, fn)
    const types = await typesOf(target)
    const encoded = encodeArgumentLists(target, types, argLists, limits.maxArgumentBytes)
    const call = this.#callOf(target, types, encoded, true)
    const read = (values: unknown): unknown[] => {
      if (!Array.isArray(values) || values.length !== argLists.length)
        throw new Error('a list of other length')
      return values.map((value) => readResult(types, value))
    }
    return this.#inTurn(() => this.#run(target, call, read, options))
  }

  #inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(run)
    this.#turn = turn.catch(() => {})
    return turn
  }

  #callOf(target: SandboxFunction, types: FunctionTypes, args: readonly unknown[], many: boolean): Call {
    const id = ++this.#lastId
    return {
      type: 'call',
      id,
      scope: this.#setup.session ?? id,
      interface: target.interface,
      function: toCamelCase(target.name),
      args: [...args],
      many,
      isResult: types.result !== null && types.types.shapeOf(types.result).kind === 'result',
    }
  }

  async #run<Value>(
    target: SandboxFunction,
    call: Call,
    read: (value: unknown) => Value,
    options: CallOptions,
  ): Promise<Value> {
    const timeoutMs = clampTimeout(options.timeoutMs ?? this.#setup.limits.timeoutMs)
    if (options.signal?.aborted) throw interrupted()
    const interrupts = [...this.#setup.interrupts, ...(options.signal ? [options.signal] : [])]
    const worker = this.#setup.worker()
    return new Promise((resolve, reject) => {
      const stop = (error: AirlockError): void => {
        worker.kill()
        settle(error)
      }
      const onInterrupt = (): void => stop(interrupted())
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer)
        for (const signal of interrupts) signal.removeEventListener('abort', onInterrupt)
        if (outcome instanceof AirlockError) {
          this.#setup.failed?.(outcome)
          reject(outcome)
        } else resolve(outcome.value as Value)
      }
      const timer = setTimeout(() => stop(timedOut(target, timeoutMs)), timeoutMs)
      for (const signal of interrupts) signal.addEventListener('abort', onInterrupt, { once: true })
      void worker.call(call, fullName(target), read).then(settle)
    })
  }
}
