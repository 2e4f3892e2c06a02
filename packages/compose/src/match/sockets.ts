import { matchesImport } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { type InspectedItem, type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { type AppComponent, type AppFolder, readAppComponent } from '../app/read-app-folder.ts'
import { outlineOf } from '../check/outline.ts'
import { isHostInterface } from './names.ts'

/** A component of the application into which something can be put. */
export interface Socket {
  readonly id: string
  readonly entry: AppComponent
  readonly component: Uint8Array
  /** What it imports and exports, without the code: a component of the same types. */
  readonly outline: Uint8Array
  readonly inspection: Inspection
  /** What it imports that comes neither from the host nor from a dependency. */
  readonly open: readonly InspectedItem[]
  /** What it imports that a dependency satisfies. */
  readonly satisfied: readonly Satisfied[]
}

/** An import, and the line of the manifest that satisfies it. */
export interface Satisfied {
  readonly name: string
  /** `component.web.dependencies."a:b/c@1.0.0"`. */
  readonly key: string
}

/** What an application offers to those that come. */
export interface Sockets {
  readonly local: readonly Socket[]
  /** Ids of components that are not in the folder: nobody knows what they import. */
  readonly remote: readonly string[]
}

/**
 * Reads the components of an application and says what each of them leaves open.
 *
 * @throws AirlockError those of {@link readAppComponent}; `component-malformed`.
 */
export async function readSockets(app: AppFolder): Promise<Sockets> {
  const local: Socket[] = []
  const remote: string[] = []
  for (const entry of app.components) {
    if (typeof entry.manifest.source === 'string') {
      local.push(await readSocket(entry, await readAppComponent(app, entry)))
    } else remote.push(entry.id)
  }
  return { local, remote }
}

async function readSocket(entry: AppComponent, component: Uint8Array): Promise<Socket> {
  // What is composed of it is inspected whole.
  const { bytes: outline, locate } = outlineOf(component)
  const inspection = await inspectComponent(outline, { bodies: false })
  const { kind, invalid } = inspection
  // Spin runs core modules too; nothing can be put into one, and nothing has to be.
  if (kind === 'component' && invalid !== null) {
    throw new AirlockError(
      'component-malformed',
      `The component ${entry.id} of the application is not valid: ${invalid.reason} (at byte ${locate(invalid.offset)}).`,
      { item: entry.id, hint: 'Build the application again.' },
    )
  }
  return { id: entry.id, entry, component, outline, inspection, ...openImports(inspection, entry) }
}

/** The same component where its manifest says something else of its dependencies. */
export function withEntry(socket: Socket, entry: AppComponent): Socket {
  return { ...socket, entry, ...openImports(socket.inspection, entry) }
}

function openImports(
  { kind, imports }: Inspection,
  { manifest, place }: AppComponent,
): Pick<Socket, 'open' | 'satisfied'> {
  const keys = Object.keys(manifest.dependencies ?? {})
  const open: InspectedItem[] = []
  const satisfied: Satisfied[] = []
  for (const item of kind === 'component' ? imports : []) {
    if (isHostInterface(item.name) || (item.kind !== 'interface' && item.kind !== 'function')) continue
    const key = keys.find((each) => matchesImport(each, item.name))
    if (key === undefined) open.push(item)
    else satisfied.push({ name: item.name, key: `${place.join('.')}.dependencies.${JSON.stringify(key)}` })
  }
  return { open, satisfied }
}
