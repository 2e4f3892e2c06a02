import type { Manifest, ManifestComponent } from '@wasm-airlock/host'

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
}

/** Reads the manifest of an application, of whatever triggers and components. */
export async function readAppFolder(_path: string): Promise<AppFolder> {
  throw new Error('to be written')
}

/** Reads the bytes of a component that is a local file. */
export async function readAppComponent(_app: AppFolder, _component: AppComponent): Promise<Uint8Array> {
  throw new Error('to be written')
}
