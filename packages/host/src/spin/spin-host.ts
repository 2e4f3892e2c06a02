import { createServedAppHost } from '../app/app-host.ts'
import { wholeBody } from '../app/body.ts'
import type { AppLimitOptions } from '../app/limits.ts'
import type { AppHost, AppRequest, AppResponse } from '../app/request.ts'
import type { LlmProvider } from '../llm/llm.ts'
import type { LogLine } from '../log-line.ts'
import { renderAll, renderHosts, resolveVariables } from '../manifest/resolve-variables.ts'
import { routeTriggers, wellKnownPath } from '../manifest/route-triggers.ts'
import type { Router } from '../manifest/routes.ts'
import type { SpinApp, SpinComponent, SpinStaticResponse, SpinTrigger } from '../manifest/spin-app.ts'
import type { HostObserver } from '../observe/events.ts'
import { type HostStats, sumStats } from '../observe/stats.ts'
import { createFetchOutbound, type FetchOutbound } from '../outbound/outbound.ts'
import type { CacheOptions } from '../transpile/transpile-cached.ts'
import { chainComponents } from './chaining.ts'
import { SpinFiles } from './files.ts'
import { ofComponent } from './of-component.ts'
import { type HostStorage, openHostStorage, type SpinStorage, type SpinStorageOptions } from './storage.ts'

/** What a Spin application is started with; what it is granted stands in its manifest. */
export interface SpinHostOptions extends CacheOptions, AppLimitOptions, SpinStorageOptions {
  /** Answers its prompts. */
  readonly llm: LlmProvider
  /** Values of its variables; the others have their defaults. @default none */
  readonly variables?: Readonly<Record<string, string>>
  /** Takes each line that a component prints, or that the host has to say about it. */
  readonly onLog?: (line: LogLine, component: string) => void
  /** Takes what happens in its components; each event names its component. */
  readonly onEvent?: HostObserver
  /** Makes the requests that are allowed. @default over the network, without following redirects */
  readonly fetchOutbound?: FetchOutbound
  /** Most requests that a component may make to others for one request. @default 128 */
  readonly maxOutboundRequests?: number
  /**
   * A storage that was opened before; whoever opened it closes it. `stateDir` and the limits of stores are its
   * own then. @default one of the host's own
   */
  readonly storage?: SpinStorage
  /** Ends the application, whatever it is doing. */
  readonly signal?: AbortSignal
}

/**
 * Makes a whole Spin application ready to take requests, as `spin up` does: routes, variables, key-value
 * stores, databases, language models, outbound hosts, each component with what the manifest grants to it.
 * The limits are those of each component.
 *
 * @param app As {@link readSpinApp} reads it.
 * @throws AirlockError `variable-missing` names all variables that are required; `usage-invalid` one that is not
 *   declared; `output-unwritable` for a state folder that cannot be had; for a component those of `createAppHost`
 *   and of {@link findFiles}, with its id before the message and in `details.component`.
 *
 * @example
 * await using host = await createSpinHost(await readSpinApp('my-app'), {
 *   llm: createEchoLlm(),
 *   variables: { api_key: 'secret' },
 *   stateDir: 'my-app/.spin',
 * })
 * const { endpoint } = await serveApp(host)
 */
export async function createSpinHost(app: SpinApp, options: SpinHostOptions): Promise<AppHost> {
  const values = resolveVariables(app, options.variables ?? {})
  const storage = await openHostStorage(app, options)
  const host = new SpinHost(app, storage)
  try {
    await host.start(app, values, options)
    return host
  } catch (error) {
    await host.close()
    throw error
  }
}

class SpinHost implements AppHost {
  readonly #app: SpinApp
  readonly #storage: HostStorage
  readonly #files: SpinFiles
  readonly #router: Router<SpinTrigger>
  readonly #components = new Map<string, AppHost>()
  #closed: Promise<void> | undefined

  constructor(app: SpinApp, storage: HostStorage) {
    this.#app = app
    this.#storage = storage
    this.#files = new SpinFiles(app.path)
    this.#router = routeTriggers(app)
  }

  async start(app: SpinApp, values: ReadonlyMap<string, string>, options: SpinHostOptions): Promise<void> {
    const network = options.fetchOutbound ?? createFetchOutbound(options.maxBodyBytes ?? 10 * 1024 * 1024)
    const fetchOutbound = chainComponents(
      {
        handOver: (id, request) => this.#components.get(id)?.handle(request),
        route: (request) => this.#route(request),
      },
      network,
    )
    for (const component of app.components) {
      try {
        const host = await this.#startComponent(component, values, { ...options, fetchOutbound })
        this.#components.set(component.id, host)
      } catch (error) {
        throw ofComponent(error, component.id)
      }
    }
    if (options.signal?.aborted) await this.close()
    else options.signal?.addEventListener('abort', () => void this.close(), { once: true })
  }

  async handle(request: AppRequest): Promise<AppResponse> {
    const path = pathOf(request)
    return path.startsWith(wellKnownPath)
      ? this.#answerWellKnown(path.slice(wellKnownPath.length))
      : this.#route(request)
  }

  stats(): HostStats {
    const stats = sumStats([...this.#components.values()].map((component) => component.stats()))
    return { ...stats, ready: stats.ready && this.#closed === undefined }
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#components.values()].map((component) => component.close()))
    await Promise.all([this.#storage.close(), this.#files.remove()])
  }

  async #startComponent(
    component: SpinComponent,
    values: ReadonlyMap<string, string>,
    { onLog, onEvent, variables, ...options }: SpinHostOptions,
  ): Promise<AppHost> {
    const { id, aiModels, allowedOutboundHosts, environment } = component
    const preopens = await this.#files.preopensOf(component)
    return createServedAppHost(
      component.component,
      {
        ...options,
        aiModels,
        allowedOutboundHosts: renderHosts(allowedOutboundHosts, values),
        ...(onLog === undefined ? {} : { onLog: (line) => onLog(line, id) }),
        ...(onEvent === undefined ? {} : { onEvent: (event) => onEvent({ ...event, component: id }) }),
      },
      {
        variables: renderAll(component.variables, values),
        environment,
        preopens,
        keyValueStores: this.#storage.keyValueStores(component),
        databases: this.#storage.databases(component),
      },
    )
  }

  async #route(request: AppRequest): Promise<AppResponse> {
    const found = this.#router(pathOf(request))
    if (found === undefined) return plainResponse(404)
    const { target, route } = found
    if ('staticResponse' in target) return staticResponse(target.staticResponse)
    // Every trigger names a component that is there.
    return (this.#components.get(target.component) as AppHost).handle({ ...request, route })
  }

  #answerWellKnown(name: string): AppResponse {
    if (name === 'health') return plainResponse(200, 'OK')
    if (name !== 'info') return plainResponse(404)
    const { name: app, version } = this.#app
    return {
      ...plainResponse(
        200,
        JSON.stringify({ name: app, ...(version === undefined ? {} : { version }) }, null, 2),
      ),
      headers: [['content-type', 'application/json']],
    }
  }
}

function pathOf({ path }: AppRequest): string {
  return path.split('?', 1)[0] as string
}

function staticResponse({ status, headers, body }: SpinStaticResponse): AppResponse {
  return { ...plainResponse(status, body), headers }
}

function plainResponse(status: number, body = ''): AppResponse {
  return { status, headers: [], ...wholeBody(new TextEncoder().encode(body)) }
}
