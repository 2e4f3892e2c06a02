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
import { readMarkerText } from './marker.ts'

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
}

/**
 * Reads the manifest of an application, of whatever triggers and components.
 *
 * @param path Its folder, or its manifest, which may have another name than `spin.toml`.
 * @returns What is written there; no component is read.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`: also
 * where it is no UTF-8, or lies outside of its folder behind a link.
 */
export async function readAppFolder(path: string): Promise<AppFolder> {
  const { folder, name } = await locateManifest(path)
  const hint = 'Give the folder of a Spin application, or its spin.toml.'
  const text = decode(name, await readAppFile(folder, name, maximumManifestBytes, hint))
  const manifest = parseManifest(text)
  const marker = await readMarkerText(folder).catch(() => undefined)
  return { folder, manifestName: name, text, manifest, components: listComponents(manifest), marker }
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
    return readAppFile(app.folder, source, maximumComponentBytes, 'Build the application first.')
  }
  const key = [...component.place, 'source'].join('.')
  const reason = 'it is on the network, and is not fetched'
  throw new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${key}: ${reason}.`, {
    item: key,
    hint: `Fetch the component ${component.id} into the folder, and name its file as the source.`,
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
