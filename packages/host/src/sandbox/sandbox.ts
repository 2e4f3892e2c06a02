import { AirlockError, clampTimeout, toCamelCase } from '@wasm-airlock/shared'
import { denyAll } from '@wasm-airlock/wit-validate'
import { toWasiSettings } from '../grants/check.ts'
import { importsOf } from '../grants/imports.ts'
import { sandboxInterfaces } from '../interfaces.ts'
import { type Limits, sandboxLimits } from '../limits.ts'
import { prepareComponent } from '../prepare.ts'
import { WorkerGroup } from '../process/worker-group.ts'
import type { ToWorker } from '../protocol.ts'
import { limitSay, sayTo } from '../say.ts'
import { createServices, suspendingImports } from '../services/from-grants.ts'
import { SUSPENDING } from '../suspending.ts'
import { encodeArguments, readResult } from '../values/arguments.ts'
import { createTypeReader, type FunctionTypes, type TypeReader } from '../values/function-types.ts'
import { findFunction, fullName, listFunctions, type SandboxFunction } from '../values/functions.ts'
import { interrupted, timedOut } from './errors.ts'
import type { CallOptions, Sandbox, SandboxOptions } from './options.ts'
import { type Outcome, SandboxWorker, type WorkerSetup } from './worker.ts'

export type { CallOptions, Sandbox, SandboxOptions } from './options.ts'

/**
 * Makes a component ready to be called, in a process that can do nothing else: what it is granted is done
 * for it by this one. Without grants: no files, no network, no environment; a memory limit, a deadline.
 *
 * @param component The bytes of a component.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted` (details: `missing`,
 *   with the option that would grant each), `grants-invalid`, `manifest-invalid` for an outbound host that
 *   cannot be read, `transpile-failed`, `transpile-timeout`, `guest-instances-exceeded`, `aborted`.
 */
export async function createSandbox(component: Uint8Array, options: SandboxOptions = {}): Promise<Sandbox> {
  const { grants = {}, policy = denyAll } = options
  const limits = sandboxLimits(options.limits ?? {}, options)
  const log = options.onLog ?? (() => {})
  const wasi = toWasiSettings(grants)
  const services = await createServices(grants, limits, limitSay(sayTo(log)))
  try {
    const prepared = await prepareComponent(component, {
      ...options,
      maxInstances: limits.maxInstances,
      policy: { allow: [...policy.allow, ...importsOf(grants)] },
      linkable: { ...sandboxInterfaces, ...services.linkable },
      suspending: {
        from: [SUSPENDING, services.asking],
        of: ({ imports, exports }) => {
          const suspending = suspendingImports(services, imports)
          return suspending.length === 0
            ? null
            : { imports: suspending, exports: listFunctions(exports).map(fullName) }
        },
      },
    })
    const setup: WorkerSetup = { prepared, wasi, handlers: services.handlers, limits, log }
    return new WorkerSandbox(setup, createTypeReader(component), options.signal, services.close)
  } catch (error) {
    await services.close()
    throw error
  }
}

type Call = Extract<ToWorker, { type: 'call' }>

class WorkerSandbox implements Sandbox {
  readonly functions: readonly SandboxFunction[]
  readonly #setup: WorkerSetup
  readonly #typesOf: TypeReader
  readonly #limits: Required<Limits>
  readonly #workers: WorkerGroup
  #worker: SandboxWorker | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #lastId = 0

  /** @param end Lets go of what its services hold, once all processes are gone. */
  constructor(
    setup: WorkerSetup,
    typesOf: TypeReader,
    signal: AbortSignal | undefined,
    end: () => Promise<void>,
  ) {
    const { prepared, limits } = setup
    this.#setup = setup
    this.#typesOf = typesOf
    this.#limits = limits
    this.functions = listFunctions(prepared.exports)
    const remove = async (): Promise<void> => void (await Promise.all([prepared.remove(), end()]))
    this.#workers = new WorkerGroup({ ...prepared, remove }, signal)
  }

  async call(fn: string, args: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    const target = findFunction(this.functions, fn)
    const types = await this.#typesOf(target)
    const encoded = encodeArguments(target, types, args, this.#limits.maxArgumentBytes)
    const call = this.#callOf(target, types, encoded, false)
    return this.#inTurn(() => this.#run(target, call, (value) => readResult(types, value), options))
  }

  async callMany(
    fn: string,
    argLists: readonly (readonly unknown[])[],
    options: CallOptions = {},
  ): Promise<unknown[]> {
    const target = findFunction(this.functions, fn)
    const types = await this.#typesOf(target)
    const encoded = argLists.map((args) =>
      encodeArguments(target, types, args, this.#limits.maxArgumentBytes),
    )
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
    return {
      type: 'call',
      id: ++this.#lastId,
      interface: target.interface,
      function: toCamelCase(target.name),
      args: [...args],
      many,
      isResult: types.result !== null && types.types.shapeOf(types.result).kind === 'result',
    }
  }

  close(): Promise<void> {
    return this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #run<Value>(
    target: SandboxFunction,
    call: Call,
    read: (value: unknown) => Value,
    options: CallOptions,
  ): Promise<Value> {
    const timeoutMs = clampTimeout(options.timeoutMs ?? this.#limits.timeoutMs)
    const interrupts = [this.#workers.closing, ...(options.signal ? [options.signal] : [])]
    if (interrupts.some(({ aborted }) => aborted)) return Promise.reject(interrupted())
    return new Promise((resolve, reject) => {
      const stop = (error: AirlockError): void => {
        worker.kill()
        settle(error)
      }
      const onInterrupt = (): void => stop(interrupted())
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer)
        for (const signal of interrupts) signal.removeEventListener('abort', onInterrupt)
        if (outcome instanceof AirlockError) reject(outcome)
        else resolve(outcome.value as Value)
      }
      const timer = setTimeout(() => stop(timedOut(target, timeoutMs)), timeoutMs)
      for (const signal of interrupts) signal.addEventListener('abort', onInterrupt, { once: true })
      const worker = this.#start()
      void worker.call(call, fullName(target), read).then(settle)
    })
  }

  #start(): SandboxWorker {
    if (this.#worker === undefined || this.#worker.isGone) {
      this.#worker = new SandboxWorker(this.#setup)
      this.#workers.add(this.#worker)
    }
    return this.#worker
  }
}
