import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { toWasiSettings, type WasiGrants } from '../grants/check.ts'
import { appInterfaces } from '../interfaces.ts'
import { commonLimits } from '../limits.ts'
import type { LlmProvider } from '../llm/llm.ts'
import type { LogLine } from '../log-line.ts'
import { createNotify, type HostObserver, type Notify } from '../observe/events.ts'
import { RequestEvents } from '../observe/request-events.ts'
import type { HostStats } from '../observe/stats.ts'
import { parseOutboundHosts } from '../outbound/hosts.ts'
import { createFetchOutbound, type FetchOutbound } from '../outbound/outbound.ts'
import { prepareComponent } from '../prepare.ts'
import type { Child } from '../process/child.ts'
import { compileAhead, spawnGuest } from '../process/guest-process.ts'
import { limitSay, sayTo } from '../say.ts'
import { createFilesystemService, type FilesystemService } from '../services/filesystem/broker.ts'
import { createHttpHandlers } from '../services/http/broker.ts'
import { createLlmHandlers } from '../services/llm/broker.ts'
import { createStorageHandlers, noStorage, type StorageGrant } from '../services/storage.ts'
import { SUSPENDING, suspendingOf } from '../suspending.ts'
import type { CacheOptions } from '../transpile/transpile-cached.ts'
import { AppDispatcher } from './dispatcher.ts'
import { makeAppError } from './errors.ts'
import { type AppLimitOptions, appLimits } from './limits.ts'
import type { AppHost, AppRequest, AppResponse } from './request.ts'

/** What an application is granted, and how far it goes. */
export interface AppHostOptions extends CacheOptions, AppLimitOptions {
  /** `ai_models` of the manifest: the models that it may ask. */
  readonly aiModels: readonly string[]
  /** `allowed_outbound_hosts` of the manifest, in Spin's form: `https://api.example.com`. */
  readonly allowedOutboundHosts: readonly string[]
  /** Answers its prompts. */
  readonly llm: LlmProvider
  /** What it finds in WASI besides: environment, arguments, input, folders, clocks, random numbers. @default nothing, with real clocks and random numbers */
  readonly grants?: WasiGrants
  /** Takes each line that it prints, why a request failed, and why the cache cannot be used. */
  readonly onLog?: (line: LogLine) => void
  /**
   * Takes what happens, for logs (`formatHostEvent`), metrics (`createHostMetrics`) and traces
   * (`createHostTracer`).
   */
  readonly onEvent?: HostObserver
  /** Makes the requests that are allowed. @default over the network, without following redirects */
  readonly fetchOutbound?: FetchOutbound
  /** Most requests that one request of the application may make to others. @default 128 */
  readonly maxOutboundRequests?: number
  /** Ends the application, whatever it is doing. */
  readonly signal?: AbortSignal
}

/**
 * Makes a Spin HTTP application ready to take requests. Every request meets a fresh instance; many of
 * them run in one worker process, each suspended while it waits for the LLM or the network.
 *
 * @param component A component that exports `wasi:http/incoming-handler@0.2.x`.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`, `function-unknown`
 *   where there is no handler, `manifest-invalid` for an outbound host that cannot be read, `grants-invalid`,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
export function createAppHost(component: Uint8Array, options: AppHostOptions): Promise<AppHost> {
  return createServedAppHost(component, options, noStorage)
}

/**
 * The same, with its variables, its files and what it keeps.
 */
export async function createServedAppHost(
  component: Uint8Array,
  options: AppHostOptions,
  storage: StorageGrant,
): Promise<AppHost> {
  const limits = appLimits(options)
  const { maxBodyBytes } = limits
  const log = options.onLog ?? (() => {})
  const notify = options.onEvent && createNotify(options.onEvent)
  const sayInLog = sayTo(log)
  const say = limitSay((text) => {
    sayInLog(text)
    notify?.({ type: 'message', level: 'warn', text })
  })
  const { grants = {} } = options
  const preopens = [...storage.preopens, ...(grants.preopens ?? [])]
  const environment = { ...storage.environment, ...grants.environment }
  const wasi = toWasiSettings({ ...grants, environment, preopens })
  const files = await createFilesystemService({ preopens, ...commonLimits(options.limits ?? {}) }, say)
  const handlers = new Map([
    ...files.handlers,
    ...createStorageHandlers(storage, say),
    ...createLlmHandlers(
      { aiModels: [...options.aiModels], llm: options.llm, maxPromptBytes: maxBodyBytes },
      say,
    ),
    ...createHttpHandlers(
      {
        isAllowed: parseOutboundHosts(options.allowedOutboundHosts),
        fetchOutbound: options.fetchOutbound ?? createFetchOutbound(maxBodyBytes),
        maxBodyBytes,
        maxRequests: options.maxOutboundRequests,
      },
      say,
    ),
  ])
  let spare: Child | undefined
  try {
    const prepared = await prepareComponent(component, {
      ...options,
      maxInstances: limits.maxInstances,
      policy: { allow: ['wasi:*', 'fermyon:*'] },
      linkable: appInterfaces,
      suspending: {
        from: [SUSPENDING, preopens.length > 0],
        of: (items) => suspendingFunctions(items, preopens.length > 0),
      },
      onPlaced: (folder) => {
        spare = spawnGuest(folder, limits)
        return spare
      },
      onCode: () => spare && compileAhead(spare),
    })
    const served = { handlers, wasi, log, ...(notify === undefined ? {} : { notify }) }
    const dispatcher = new AppDispatcher(prepared, limits, served, options.signal, spare)
    return new WorkerAppHost(dispatcher, maxBodyBytes, files, notify)
  } catch (error) {
    spare?.kill()
    await files.close()
    throw error
  }
}

class WorkerAppHost implements AppHost {
  readonly #dispatcher: AppDispatcher
  readonly #maxBodyBytes: number
  readonly #files: FilesystemService
  readonly #notify: Notify | undefined
  #closed: Promise<void> | undefined

  constructor(
    dispatcher: AppDispatcher,
    maxBodyBytes: number,
    files: FilesystemService,
    notify: Notify | undefined,
  ) {
    this.#dispatcher = dispatcher
    this.#maxBodyBytes = maxBodyBytes
    this.#files = files
    this.#notify = notify
  }

  async handle(request: AppRequest): Promise<AppResponse> {
    const { body } = request
    if (body instanceof Uint8Array && body.length > this.#maxBodyBytes) {
      const events = new RequestEvents(this.#notify, request)
      events.failed('body-too-large', `maxBodyBytes: ${this.#maxBodyBytes}`)
      const answer = makeAppError('body-too-large')
      events.answered(answer.status)
      return answer
    }
    return this.#dispatcher.submit(request)
  }

  stats(): HostStats {
    return this.#dispatcher.stats()
  }

  close(): Promise<void> {
    this.#closed ??= this.#dispatcher.close().then(() => this.#files.close())
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * The functions that suspend, under the names that this component has for them.
 *
 * @param hasFiles Without files streams have nothing to wait for.
 */
function suspendingFunctions(
  items: { imports: readonly WorldItem[]; exports: readonly WorldItem[] },
  hasFiles: boolean,
) {
  const handler = items.exports.find(({ name }) => /^wasi:http\/incoming-handler@0\.2\.\d+$/.test(name))
  if (handler === undefined) {
    throw new AirlockError('function-unknown', 'The component does not export wasi:http/incoming-handler.', {
      item: 'wasi:http/incoming-handler',
      hint: 'Give a Spin HTTP application.',
    })
  }
  const imports = items.imports.flatMap(({ name }) => suspendingOf(name, hasFiles))
  return { imports, exports: [`${handler.name}#handle`] }
}
