import { AirlockError, clampTimeout, type WorldItem } from '@wasm-airlock/shared'
import { makeAppError } from './app-errors.ts'
import type { AppHost, AppRequest, AppResponse } from './app-request.ts'
import { type AppLimits, AppWorker, type Grants, MAX_IN_FLIGHT } from './app-worker.ts'
import { appInterfaces } from './interfaces.ts'
import type { LlmProvider } from './llm.ts'
import type { LogLine } from './log-line.ts'
import { createFetchOutbound, type FetchOutbound } from './outbound.ts'
import { parseOutboundHosts } from './outbound-hosts.ts'
import { type PreparedComponent, prepareComponent } from './prepare.ts'
import { sayTo } from './say.ts'
import { createHttpHandlers } from './services/http/broker.ts'
import { createLlmHandlers } from './services/llm/broker.ts'
import { Slots } from './slots.ts'
import type { CacheOptions } from './transpile-cached.ts'
import { WorkerGroup } from './worker-group.ts'

/** What an application is granted, and how far it goes. */
export interface AppHostOptions extends CacheOptions {
  /** `ai_models` of the manifest: the models that it may ask. */
  readonly aiModels: readonly string[]
  /** `allowed_outbound_hosts` of the manifest, in Spin's form: `https://api.example.com`. */
  readonly allowedOutboundHosts: readonly string[]
  /** Answers its prompts. */
  readonly llm: LlmProvider
  /** Takes each line that it prints, why a request failed, and why the cache cannot be used. */
  readonly onLog?: (line: LogLine) => void
  /**
   * Milliseconds for one request: its wait for a turn, the making of its instance, and all that the
   * instance does, after the response too.
   * @default 30_000
   */
  readonly requestTimeoutMs?: number
  /** Most bytes of one Wasm memory, rounded up to 64 KiB. @default 1 GiB */
  readonly maxMemoryBytes?: number
  /** Most bytes of a body, in either direction, and of a prompt. @default 1 MiB */
  readonly maxBodyBytes?: number
  /** Makes the requests that are allowed. @default over the network, without following redirects */
  readonly fetchOutbound?: FetchOutbound
  /** Ends the application, whatever it is doing. */
  readonly signal?: AbortSignal
}

const MIB = 1024 * 1024
/** Requests that wait for their turn beside those in flight; more are told to try again. */
const MAX_WAITING = 256
const SUSPENDING: readonly (readonly [interfaceName: string, functionName: string])[] = [
  ['fermyon:spin/llm', 'infer'],
  ['wasi:io/poll', 'poll'],
  ['wasi:io/poll', '[method]pollable.block'],
]

/**
 * Makes a Spin HTTP application ready to take requests. Every request meets a fresh instance; many of
 * them run in one worker process, each suspended while it waits for the LLM or the network.
 *
 * @param component A component that exports `wasi:http/incoming-handler@0.2.x`.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`, `function-unknown`
 *   where there is no handler, `manifest-invalid` for an outbound host that cannot be read,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
export async function createAppHost(component: Uint8Array, options: AppHostOptions): Promise<AppHost> {
  const maxBodyBytes = options.maxBodyBytes ?? MIB
  const log = options.onLog ?? (() => {})
  const say = sayTo(log)
  const handlers = new Map([
    ...createLlmHandlers(
      { aiModels: [...options.aiModels], llm: options.llm, maxPromptBytes: maxBodyBytes },
      say,
    ),
    ...createHttpHandlers(
      {
        isAllowed: parseOutboundHosts(options.allowedOutboundHosts),
        fetchOutbound: options.fetchOutbound ?? createFetchOutbound(maxBodyBytes),
        maxBodyBytes,
      },
      say,
    ),
  ])
  const prepared = await prepareComponent(component, {
    ...options,
    policy: { allow: ['wasi:*', 'fermyon:*'] },
    linkable: appInterfaces,
    suspending: suspendingFunctions,
  })
  const limits = {
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    maxMemoryBytes: options.maxMemoryBytes ?? 1024 * MIB,
    maxBodyBytes,
  }
  return new WorkerAppHost(prepared, limits, { handlers, log }, options.signal)
}

class WorkerAppHost implements AppHost {
  readonly #prepared: PreparedComponent
  readonly #limits: AppLimits
  readonly #grants: Grants
  readonly #workers: WorkerGroup
  readonly #slots = new Slots(MAX_IN_FLIGHT, MAX_WAITING)
  #current: AppWorker | undefined

  constructor(
    prepared: PreparedComponent,
    limits: AppLimits,
    grants: Grants,
    signal: AbortSignal | undefined,
  ) {
    this.#prepared = prepared
    this.#limits = limits
    this.#grants = grants
    this.#workers = new WorkerGroup(prepared, signal)
    const { closing } = this.#workers
    closing.addEventListener('abort', () => this.#slots.close())
    if (closing.aborted) this.#slots.close()
    else this.#start()
  }

  async handle(request: AppRequest): Promise<AppResponse> {
    if (request.body.length > this.#limits.maxBodyBytes) return makeAppError('body-too-large')
    const { requestTimeoutMs } = this.#limits
    const deadline = performance.now() + requestTimeoutMs
    const outcome = await this.#slots.take(clampTimeout(requestTimeoutMs))
    if (outcome === 'late') return makeAppError('deadline-exceeded')
    if (outcome !== 'taken' || this.#workers.closing.aborted) return makeAppError('unavailable')
    const worker = this.#current ?? this.#start()
    const { response, done } = worker.handle(request, Math.max(0, deadline - performance.now()))
    void done.then(() => this.#slots.release())
    return response
  }

  close(): Promise<void> {
    return this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #start(): AppWorker {
    const worker: AppWorker = new AppWorker(this.#prepared, this.#limits, this.#grants, () => {
      if (this.#current === worker) this.#current = undefined
    })
    this.#workers.add(worker)
    this.#current = worker
    return worker
  }
}

/** The functions that suspend, under the names that this component has for them. */
function suspendingFunctions(items: { imports: readonly WorldItem[]; exports: readonly WorldItem[] }) {
  const handler = items.exports.find(({ name }) => /^wasi:http\/incoming-handler@0\.2\.\d+$/.test(name))
  if (handler === undefined) {
    throw new AirlockError('function-unknown', 'The component does not export wasi:http/incoming-handler.', {
      item: 'wasi:http/incoming-handler',
      hint: 'Give a Spin HTTP application.',
    })
  }
  const imports = items.imports.flatMap(({ name }) =>
    SUSPENDING.filter(([owner]) => name.startsWith(`${owner}@`)).map(([, fn]) => `${name}#${fn}`),
  )
  return { imports, exports: [`${handler.name}#handle`] }
}
