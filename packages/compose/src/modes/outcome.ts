import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import type { ComposedComponent } from '../options.ts'

/** What becomes of one component of the application. */
export interface Outcome {
  readonly component: ComposedComponent
  readonly edits: readonly ManifestEdit[]
  /** Places of values that are taken out of the manifest. */
  readonly removals?: readonly ManifestEdit['path'][]
  /** New files by their path in the application. */
  readonly files: Readonly<Record<string, Uint8Array>>
}
