import {
  type Manifest,
  type ManifestComponent,
  maximumComponentBytes,
  readAppFile,
  readManifest,
} from '@wasm-airlock/host'
import { AirlockError, type Application } from '@wasm-airlock/shared'

/** An application in memory: its component, and what its manifest grants to it. */
export interface LoadedApp extends Application {
  /** Id of the component that the HTTP trigger runs. */
  readonly componentId: string
  readonly component: Uint8Array
  /** Route of the HTTP trigger: `/...`. */
  readonly route: string
  /** Models that the component may ask for. */
  readonly aiModels: readonly string[]
  /** As in the manifest: `https://example.com`. */
  readonly allowedOutboundHosts: readonly string[]
  /** The whole manifest, with the names of TOML. */
  readonly manifest: Manifest
}

/** What a component may be given in a manifest, and would not get from this version. */
const notServed = [
  'files',
  'dependencies',
  'environment',
  'variables',
  'key_value_stores',
  'sqlite_databases',
  'allowed_http_hosts',
] as const

/**
 * Reads a Spin application that has one HTTP trigger and one component.
 *
 * @param path Its folder, or its `spin.toml`.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component
 * over 128 MiB), `manifest-invalid`: also for a path that leads out of the folder, and for what this version
 * does not serve (several components or triggers, sources on the network, and files, dependencies, environment, variables,
 * key-value stores, databases or `allowed_http_hosts` of the component that are not empty).
 */
export async function readApp(path: string): Promise<LoadedApp> {
  const { folder, manifest } = await readManifest(path)
  const { id, component, route } = onlyComponent(manifest)
  const bytes = await readAppFile(
    folder,
    localSource(id, component),
    maximumComponentBytes,
    'Build the application first.',
  )
  return {
    path: folder,
    name: manifest.application.name,
    componentId: id,
    component: bytes,
    route,
    aiModels: component.ai_models ?? [],
    allowedOutboundHosts: component.allowed_outbound_hosts ?? [],
    manifest,
  }
}

/** What this version serves: one HTTP trigger and the one component that it names. */
function onlyComponent(manifest: Manifest): { id: string; component: ManifestComponent; route: string } {
  const { http = [], ...others } = manifest.trigger
  const [other] = Object.keys(others)
  if (other !== undefined) throw unsupported(`trigger.${other}`, 'only HTTP triggers are served')
  const [trigger] = http
  if (trigger === undefined) throw unsupported('trigger.http', 'there is no HTTP trigger')
  if (http.length > 1) throw unsupported('trigger.http', 'there is more than one HTTP trigger')
  if (typeof trigger.route !== 'string') throw unsupported('trigger.http.0.route', 'the route is private')
  for (const key of ['components', 'dependencies'] as const) {
    if (Object.keys(trigger[key] ?? {}).length > 0)
      throw unsupported(`trigger.http.0.${key}`, 'it is not empty')
  }
  if (typeof trigger.component !== 'string') {
    throw unsupported('trigger.http.0.component', 'it does not name a component')
  }
  const id = trigger.component
  const ids = Object.keys(manifest.component ?? {})
  const component = ids.includes(id) ? manifest.component?.[id] : undefined
  if (component === undefined) throw unsupported('trigger.http.0.component', `there is no component ${id}`)
  if (ids.length > 1) throw unsupported('component', `there is more than one component (${ids.join(', ')})`)
  for (const key of notServed) {
    if (Object.keys(component[key] ?? {}).length > 0)
      throw unsupported(`component.${id}.${key}`, 'it is not empty')
  }
  return { id, component, route: trigger.route }
}

function localSource(id: string, { source }: ManifestComponent): string {
  if (typeof source === 'string') return source
  throw unsupported(`component.${id}.source`, 'it is on the network')
}

function unsupported(key: string, reason: string): AirlockError {
  return new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${key}: ${reason}.`, {
    item: key,
    hint: `Use one HTTP trigger and one component with a local source, with empty or no ${notServed.join(', ')}. Hosts that it may reach go to allowed_outbound_hosts.`,
    details: { problems: [{ path: key, message: reason }] },
  })
}
