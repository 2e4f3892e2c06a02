import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { AppDispatcher } from './app-dispatcher.ts'
import { makeAppError } from './app-errors.ts'
import { type AppLimitOptions, appLimits } from './app-limits.ts'
import type { AppHost, AppRequest, AppResponse } from './app-request.ts'
import { appInterfaces } from './interfaces.ts'
import type { LlmProvider } from './llm.ts'
import type { LogLine } from './log-line.ts'
import { createFetchOutbound, type FetchOutbound } from './outbound.ts'
import { parseOutboundHosts } from './outbound-hosts.ts'
import { prepareComponent } from './prepare.ts'
import { sayTo } from './say.ts'
import { createHttpHandlers } from './services/http/broker.ts'
import { createLlmHandlers } from './services/llm/broker.ts'
import { createStorageHandlers, noStorage, type StorageGrant } from './services/storage.ts'
import { suspendingOf } from './suspending.ts'
import type { CacheOptions } from './transpile-cached.ts'

/** What an application is granted, and how far it goes. */
export interface AppHostOptions extends CacheOptions, AppLimitOptions {
  /** `ai_models` of the manifest: the models that it may ask. */
  readonly aiModels: readonly string[]
  /** `allowed_outbound_hosts` of the manifest, in Spin's form: `https://api.example.com`. */
  readonly allowedOutboundHosts: readonly string[]
  /** Answers its prompts. */
  readonly llm: LlmProvider
  /** Takes each line that it prints, why a request failed, and why the cache cannot be used. */
  readonly onLog?: (line: LogLine) => void
  /** Makes the requests that are allowed. @default over the network, without following redirects */
  readonly fetchOutbound?: FetchOutbound
  /** Ends the application, whatever it is doing. */
  readonly signal?: AbortSignal
}

/**
 * Makes a Spin HTTP application ready to take requests. Every request meets a fresh instance; many of
 * them run in one worker process, each suspended while it waits for the LLM or the network.
 *
 * @param component A component that exports `wasi:http/incoming-handler@0.2.x`.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`, `function-unknown`
 *   where there is no handler, `manifest-invalid` for an outbound host that cannot be read,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
export function createAppHost(component: Uint8Array, options: AppHostOptions): Promise<AppHost> {
  return createServedAppHost(component, options, noStorage)
}

/**
 * The same, with what its component keeps, and the variables that it has.
 */
export async function createServedAppHost(
  component: Uint8Array,
  options: AppHostOptions,
  storage: StorageGrant,
): Promise<AppHost> {
  const limits = appLimits(options)
  const { maxBodyBytes } = limits
  const log = options.onLog ?? (() => {})
  const say = sayTo(log)
  const handlers = new Map([
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
  const dispatcher = new AppDispatcher(prepared, limits, { handlers, log }, options.signal)
  return new WorkerAppHost(dispatcher, maxBodyBytes)
}

class WorkerAppHost implements AppHost {
  readonly #dispatcher: AppDispatcher
  readonly #maxBodyBytes: number

  constructor(dispatcher: AppDispatcher, maxBodyBytes: number) {
    this.#dispatcher = dispatcher
    this.#maxBodyBytes = maxBodyBytes
  }

  async handle(request: AppRequest): Promise<AppResponse> {
    if (request.body.length > this.#maxBodyBytes) return makeAppError('body-too-large')
    return this.#dispatcher.submit(request)
  }

  close(): Promise<void> {
    return this.#dispatcher.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
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
  const imports = items.imports.flatMap(({ name }) => suspendingOf(name))
  return { imports, exports: [`${handler.name}#handle`] }
}
