import { posix } from 'node:path'
import {
  locateManifest,
  type Manifest,
  type ManifestComponent,
  maximumComponentBytes,
  maximumManifestBytes,
  parseManifest,
  readAppFile,
} from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { listComponents } from './list-components.ts'
import { markerName, readMarkerText } from './marker.ts'

/** A component of an application, wherever it stands in the manifest. */
export interface AppComponent {
  /** `prompt-app`; one that stands inside of a trigger has the id that Spin gives it. */
  readonly id: string
  /** Its table: `['component', 'prompt-app']`, `['trigger', 'http', 0, 'component']`. */
  readonly place: readonly (string | number)[]
  readonly manifest: ManifestComponent
}

/** A Spin application as it lies on disk. */
export interface AppFolder {
  /** Its real path. */
  readonly folder: string
  /** Name of its manifest in that folder: `spin.toml`. */
  readonly manifestName: string
  /** The manifest as it is written. */
  readonly text: string
  readonly manifest: Manifest
  /** Every component, in the order of the manifest. */
  readonly components: readonly AppComponent[]
  /** What Airlock wrote down of what it put into the folder, where it did. */
  readonly marker: string | undefined
  /** What to do where a file of a component is not there. */
  readonly missingHint: string
}

/**
 * Reads the manifest of an application, of whatever triggers and components.
 *
 * @param path Its folder, or its manifest, which may have another name than `spin.toml`.
 * @param isBuilt Have its build commands been run just now?
 * @returns What is written there; no component is read.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`: also
 * where it is no UTF-8, or lies outside of its folder behind a link.
 */
export async function readAppFolder(path: string, isBuilt = false): Promise<AppFolder> {
  const { folder, name } = await locateManifest(path)
  const hint = 'Give the folder of a Spin application, or its spin.toml.'
  const text = decode(name, await readAppFile(folder, name, maximumManifestBytes, hint))
  const manifest = parseManifest(text)
  const marker = await readMarkerText(folder).catch(() => undefined)
  const components = listComponents(manifest)
  for (const component of components) checkSource(name, component)
  return {
    folder,
    manifestName: name,
    text,
    manifest,
    components,
    marker,
    missingHint: isBuilt
      ? 'The build left no such file: correct the build command of the component, or its path in the manifest.'
      : 'Build the application first.',
  }
}

/**
 * Reads the bytes of a component that is a local file.
 *
 * @throws AirlockError `manifest-invalid` where it is on the network, or a path that leads out of the folder;
 * `input-not-found`, `input-unreadable`, `input-too-large` (over 128 MiB).
 */
export async function readAppComponent(app: AppFolder, component: AppComponent): Promise<Uint8Array> {
  const { source } = component.manifest
  if (typeof source === 'string') {
    return readAppFile(app.folder, source, maximumComponentBytes, app.missingHint)
  }
  throw refusal(
    component,
    'it is on the network, and is not fetched',
    `Fetch the component ${component.id} into the folder, and name its file as the source.`,
  )
}

/** The manifest is no component, and what Airlock writes beside it would take the place of one. */
function checkSource(manifestName: string, component: AppComponent): void {
  const { source } = component.manifest
  if (typeof source !== 'string') return
  if (![manifestName, 'spin.toml', markerName].includes(posix.normalize(source))) return
  throw refusal(component, `${source} is no component`, 'Name the file of the component.')
}

function refusal({ place }: AppComponent, reason: string, hint: string): AirlockError {
  const key = [...place, 'source'].join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${key}: ${reason}.`, {
    item: key,
    hint,
    details: { problems: [{ path: key, message: reason }] },
  })
}

/** Exactly what is written, a byte order mark included, so that it can be written back. */
function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new AirlockError('manifest-invalid', `The manifest ${name} is not UTF-8.`, {
      item: name,
      hint: 'Save it as UTF-8.',
      cause: error,
    })
  }
}
