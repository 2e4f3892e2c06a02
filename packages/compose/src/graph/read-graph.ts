import {
  type ComponentDependency,
  type ComponentSource,
  type ManifestComponent,
  type ManifestHttpTrigger,
  matchesImport,
  maximumComponentBytes,
  readAppFile,
} from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { readAppFolder } from '../app/read-app-folder.ts'
import type {
  AppGraph,
  GraphComponent,
  GraphContents,
  GraphDependency,
  GraphGrants,
  GraphSource,
  GraphTrigger,
} from './app-graph.ts'
import { type ListedTrigger, listTriggers } from './list-triggers.ts'
import { isComponent, isCoreModule, readContents } from './read-contents.ts'
import { findSources } from './satisfaction.ts'

/** Reads the contents of a file of the application, each file once; `null` for a core module. */
type ReadFile = (path: string) => Promise<GraphContents | null>

/**
 * Reads how a Spin application is put together: its triggers, its components and what each of them is composed
 * of, which import is satisfied by what, and what stays open for the host. The binaries are read and nothing
 * that was written about them; what is on the network is named, not fetched.
 *
 * @param app Its folder, or its `spin.toml`.
 * @returns Plain data, in the order of the manifest and of the binaries.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component
 *   over 128 MiB), `manifest-invalid`, `component-malformed` for a source that is no WebAssembly. A component
 *   that is broken inside is read as far as it goes; its `incomplete` says so.
 *
 * @example
 * const graph = await readGraph('my-app')
 * console.log(await formatGraph(graph, 'text'))
 */
export async function readGraph(app: string): Promise<AppGraph> {
  const { folder, manifest, components } = await readAppFolder(app)
  const triggers = listTriggers(manifest, components)
  const read = readOnce(folder)
  const drawn: GraphComponent[] = []
  for (const { id, manifest: component } of components) drawn.push(await readComponent(id, component, read))
  const { name, version = null } = manifest.application
  return { name, version, triggers: triggers.map(toTrigger), components: drawn }
}

function readOnce(folder: string): ReadFile {
  const known = new Map<string, GraphContents | null>()
  return async (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const bytes = await readAppFile(folder, path, maximumComponentBytes, 'Build the application first.')
    if (!isComponent(bytes) && !isCoreModule(bytes)) {
      throw new AirlockError('component-malformed', `${path} is not a component.`, { item: path })
    }
    const contents = isComponent(bytes) ? readContents(bytes) : null
    known.set(path, contents)
    return contents
  }
}

async function readComponent(
  id: string,
  component: ManifestComponent,
  read: ReadFile,
): Promise<GraphComponent> {
  const source = toSource(component.source)
  const contents = source.kind === 'file' ? await read(source.path) : null
  const imports = contents?.imports ?? []
  const dependencies: GraphDependency[] = []
  for (const [name, dependency] of Object.entries(component.dependencies ?? {})) {
    const from = dependencySource(name, dependency)
    dependencies.push({
      name,
      source: from,
      export: (typeof dependency === 'object' && 'export' in dependency && dependency.export) || null,
      satisfies: imports.filter((each) => matchesImport(name, each)),
      inherits: inherits(component, dependency),
      contents: from.kind === 'file' ? await read(from.path) : null,
    })
  }
  return {
    id,
    source,
    grants: toGrants(component),
    dependencies,
    imports: findSources(imports, dependencies),
    contents,
  }
}

function toSource(source: ComponentSource): GraphSource {
  if (typeof source === 'string') return { kind: 'file', path: source }
  if ('url' in source) return { kind: 'url', url: source.url, digest: source.digest }
  const { package: name, version, registry = null } = source
  return { kind: 'registry', package: name, version, registry }
}

/** A version alone is that of the package that the dependency is called by. */
function dependencySource(name: string, dependency: ComponentDependency): GraphSource {
  const own = name.replace(/[/@].*$/s, '')
  if (typeof dependency === 'string') {
    return { kind: 'registry', package: own, version: dependency, registry: null }
  }
  if ('path' in dependency) return { kind: 'file', path: dependency.path }
  if ('component' in dependency) return { kind: 'component', id: dependency.component }
  if ('url' in dependency) return { kind: 'url', url: dependency.url, digest: dependency.digest }
  const { package: other = own, version, registry = null } = dependency
  return { kind: 'registry', package: other, version, registry }
}

function inherits(component: ManifestComponent, dependency: ComponentDependency): boolean {
  const all = component.dependencies_inherit_configuration ?? false
  const own = typeof dependency === 'string' ? undefined : dependency.inherit_configuration
  return typeof own === 'object' ? own.length > 0 : (own ?? all)
}

function toGrants(component: ManifestComponent): GraphGrants {
  return {
    aiModels: component.ai_models ?? [],
    allowedOutboundHosts: component.allowed_outbound_hosts ?? component.allowed_http_hosts ?? [],
    keyValueStores: component.key_value_stores ?? [],
    sqliteDatabases: component.sqlite_databases ?? [],
    variables: Object.keys(component.variables ?? {}),
    environment: Object.keys(component.environment ?? {}),
    files: (component.files ?? []).map((each) => (typeof each === 'string' ? each : each.source)),
  }
}

function toTrigger({ kind, trigger, runs }: ListedTrigger): GraphTrigger {
  if (kind !== 'http') return { kind, route: null, settings: toSettings(trigger), runs, staticStatus: null }
  const { route, static_response: response } = trigger as ManifestHttpTrigger
  const status = response?.status_code ?? 200
  return {
    kind,
    route: typeof route === 'string' ? route : null,
    settings: {},
    runs,
    staticStatus: response === undefined ? null : typeof status === 'number' ? status : 200,
  }
}

function toSettings(trigger: object): Record<string, string> {
  const own = ['id', 'component', 'components', 'dependencies']
  return Object.fromEntries(
    Object.entries(trigger).flatMap(([name, value]) =>
      !own.includes(name) && ['string', 'number', 'boolean'].includes(typeof value)
        ? [[name, String(value)]]
        : [],
    ),
  )
}
