import { denyAll, extendPolicy } from '@wasm-airlock/wit-validate'
import { toWasiSettings } from '../grants/check.ts'
import { importsOf } from '../grants/imports.ts'
import { sandboxInterfaces } from '../interfaces.ts'
import { sandboxLimits } from '../limits.ts'
import { prepareComponent } from '../prepare.ts'
import { WorkerGroup } from '../process/worker-group.ts'
import { limitSay, sayTo } from '../say.ts'
import { createServices, suspendingImports } from '../services/from-grants.ts'
import { SUSPENDING } from '../suspending.ts'
import { createTypeReader, type TypeReader } from '../values/function-types.ts'
import { fullName, listFunctions, type SandboxFunction } from '../values/functions.ts'
import { Caller, type CallerSetup } from './caller.ts'
import { interrupted } from './errors.ts'
import type { CallOptions, Sandbox, SandboxOptions, SandboxSession, SessionOptions } from './options.ts'
import { WorkerSession } from './session.ts'
import { SandboxWorker, type WorkerSetup } from './worker.ts'

export type { CallOptions, Sandbox, SandboxOptions, SandboxSession, SessionOptions } from './options.ts'

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
      policy: extendPolicy(policy, importsOf(grants)),
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

class WorkerSandbox implements Sandbox {
  readonly functions: readonly SandboxFunction[]
  readonly #setup: WorkerSetup
  readonly #parts: Omit<CallerSetup, 'failed' | 'session' | 'worker'>
  readonly #workers: WorkerGroup
  readonly #caller: Caller
  #worker: SandboxWorker | undefined

  /** @param end Lets go of what its services hold, once all processes are gone. */
  constructor(
    setup: WorkerSetup,
    typesOf: TypeReader,
    signal: AbortSignal | undefined,
    end: () => Promise<void>,
  ) {
    const { prepared, limits } = setup
    this.#setup = setup
    this.functions = listFunctions(prepared.exports)
    const remove = async (): Promise<void> => void (await Promise.all([prepared.remove(), end()]))
    this.#workers = new WorkerGroup({ ...prepared, remove }, signal)
    this.#parts = { functions: this.functions, typesOf, limits, interrupts: [this.#workers.closing] }
    this.#caller = new Caller({ ...this.#parts, worker: () => this.#anyWorker() })
  }

  call(fn: string, args: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    return this.#caller.call(fn, args, options)
  }

  callMany(
    fn: string,
    argLists: readonly (readonly unknown[])[],
    options: CallOptions = {},
  ): Promise<unknown[]> {
    return this.#caller.callMany(fn, argLists, options)
  }

  async openSession(options: SessionOptions = {}): Promise<SandboxSession> {
    if (this.#workers.closing.aborted || options.signal?.aborted) throw interrupted()
    return new WorkerSession(this.#parts, this.#start(), options)
  }

  close(): Promise<void> {
    return this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #anyWorker(): SandboxWorker {
    if (this.#workers.closing.aborted) throw interrupted()
    if (this.#worker === undefined || this.#worker.isGone) this.#worker = this.#start()
    return this.#worker
  }

  #start(): SandboxWorker {
    const worker = new SandboxWorker(this.#setup)
    this.#workers.add(worker)
    return worker
  }
}
