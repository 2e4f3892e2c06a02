import { AirlockError } from '@wasm-airlock/shared'
import { maximumComponentBytes, readAppFile } from './app-files.ts'
import { composeDependencies } from './compose-dependencies.ts'
import { inlineId, triggerIds } from './generated-ids.ts'
import { readDependencies } from './read-dependencies.ts'
import { readManifest } from './read-manifest.ts'
import { routeTriggers } from './route-triggers.ts'
import type { SpinApp, SpinComponent, SpinTrigger, SpinVariable } from './spin-app.ts'
import { parseStaticResponse } from './static-response.ts'
import { parseTemplate, TemplateError, variablesOf } from './template.ts'
import type { Manifest, ManifestComponent, ManifestHttpTrigger } from './types.ts'
import { unsupported } from './unsupported.ts'

/**
 * Reads a Spin application: its manifest, and the components that its HTTP triggers run.
 *
 * @param path Its folder, or its `spin.toml`.
 * @returns Plain data; nothing is started. Components that no trigger names are left out.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component over
 *   128 MiB), `manifest-invalid`: also for a path that leads out of the folder, for a template with a variable that
 *   is not declared, and, by name, for what is not served: triggers other than HTTP, Wagi, sources on the network,
 *   dependencies of registries, and `allowed_http_hosts`; what {@link composeDependencies} throws.
 *
 * @example
 * const app = await readSpinApp('my-app')
 * console.log(app.triggers, app.components.map(({ id }) => id))
 */
export async function readSpinApp(path: string): Promise<SpinApp> {
  const { folder, manifest } = await readManifest(path)
  const { name, version } = manifest.application
  const { triggers, used } = readTriggers(manifest)
  routeTriggers({ triggers })
  const variables = readVariables(manifest)
  const components: SpinComponent[] = []
  for (const [id, { key, component }] of used) {
    checkServed(key, component)
    checkTemplates(key, component, variables)
    components.push(await readComponent(folder, id, key, component))
  }
  return {
    path: folder,
    name,
    ...(version === undefined ? {} : { version }),
    variables,
    components,
    triggers,
  }
}

/** A component with the place in the manifest where it stands. */
interface Used {
  readonly key: string
  readonly component: ManifestComponent
}

function readTriggers(manifest: Manifest): { triggers: SpinTrigger[]; used: Map<string, Used> } {
  const { http = [], ...others } = manifest.trigger
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw unsupported(`trigger.${other}`, 'only HTTP triggers are served', 'Run the application with Spin.')
  if (http.length === 0) throw unsupported('trigger.http', 'there is no HTTP trigger')
  const used = new Map<string, Used>()
  const ids = triggerIds(http)
  const isTaken = (id: string) => Object.hasOwn(manifest.component ?? {}, id) || used.has(id)
  const triggers = http.map((trigger, index): SpinTrigger => {
    const key = `trigger.http.${index}`
    checkTrigger(key, trigger)
    const route = typeof trigger.route === 'string' ? trigger.route : null
    const { component, static_response } = trigger
    if (static_response !== undefined) {
      return { route, staticResponse: parseStaticResponse(`${key}.static_response`, static_response) }
    }
    if (typeof component === 'string') {
      const found = Object.hasOwn(manifest.component ?? {}, component)
        ? manifest.component?.[component]
        : undefined
      if (found === undefined)
        throw unsupported(
          `${key}.component`,
          `there is no component ${component}`,
          `Declare it as [component.${component}], or correct the name.`,
        )
      used.set(component, { key: `component.${component}`, component: found })
      return { route, component }
    }
    const id = inlineId(ids[index] as string, isTaken)
    used.set(id, { key: `${key}.component`, component: component as ManifestComponent })
    return { route, component: id }
  })
  return { triggers, used }
}

function checkTrigger(key: string, trigger: ManifestHttpTrigger): void {
  const { route, component, static_response, executor } = trigger
  if (typeof route !== 'string' && !route.private) {
    throw unsupported(`${key}.route`, 'a route is a text or { private = true }')
  }
  if ((component === undefined) === (static_response === undefined)) {
    throw unsupported(`${key}.component`, 'a trigger has either a component or a static_response')
  }
  for (const name of ['components', 'dependencies'] as const) {
    if (Object.keys(trigger[name] ?? {}).length > 0) throw unsupported(`${key}.${name}`, 'it is not empty')
  }
  const { type = 'http', ...more } = executor ?? {}
  if ((type !== 'http' && type !== 'spin') || Object.keys(more).length > 0) {
    throw unsupported(`${key}.executor`, 'only the executor http is served')
  }
}

function readVariables(manifest: Manifest): Record<string, SpinVariable> {
  return Object.fromEntries(
    Object.entries(manifest.variables ?? {}).map(([name, { default: value, secret = false }]) => [
      name,
      { ...(value === undefined ? {} : { default: value }), isSecret: secret },
    ]),
  )
}

function checkServed(key: string, component: ManifestComponent): void {
  const { allowed_http_hosts = [] } = component
  if (allowed_http_hosts.length > 0) throw unsupported(`${key}.allowed_http_hosts`, 'it is not empty')
  if (typeof component.source !== 'string') throw unsupported(`${key}.source`, 'it is on the network')
}

/** Every variable that a template names has to be one of the application. */
function checkTemplates(key: string, component: ManifestComponent, declared: object): void {
  const templates = [
    ...Object.entries(component.variables ?? {}).map(([name, text]) => [`variables.${name}`, text] as const),
    ...(component.allowed_outbound_hosts ?? []).map((text) => ['allowed_outbound_hosts', text] as const),
  ]
  for (const [place, text] of templates) {
    const unknown = templateVariables(`${key}.${place}`, text).find((name) => !Object.hasOwn(declared, name))
    if (unknown !== undefined) {
      throw unsupported(
        `${key}.${place}`,
        `there is no variable ${unknown}`,
        `Declare ${unknown} in [variables].`,
      )
    }
  }
}

function templateVariables(key: string, text: string): string[] {
  try {
    return variablesOf(parseTemplate(text))
  } catch (error) {
    if (error instanceof TemplateError) throw unsupported(key, error.message, 'Write {{ name }}.')
    throw error
  }
}

async function readComponent(
  folder: string,
  id: string,
  key: string,
  component: ManifestComponent,
): Promise<SpinComponent> {
  const { source, description } = component
  if (typeof source !== 'string') throw new AirlockError('internal', `${key}.source is no path.`)
  const bytes = await readAppFile(folder, source, maximumComponentBytes, 'Build the application first.')
  const dependencies = await readDependencies(folder, key, component)
  return {
    id,
    component: await composeDependencies(`${key}.dependencies`, bytes, dependencies),
    ...(description === undefined ? {} : { description }),
    variables: component.variables ?? {},
    environment: component.environment ?? {},
    files: component.files ?? [],
    excludeFiles: component.exclude_files ?? [],
    keyValueStores: component.key_value_stores ?? [],
    sqliteDatabases: component.sqlite_databases ?? [],
    aiModels: component.ai_models ?? [],
    allowedOutboundHosts: component.allowed_outbound_hosts ?? [],
  }
}
