import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import type { AppFolder } from './read-app-folder.ts'

/** What a composition changes in an application. */
export interface AppChanges {
  readonly edits: readonly ManifestEdit[]
  /** New content by path in the folder (POSIX, relative): it goes before what the application has there. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** What the marker file is to say of the composition. */
  readonly record: Readonly<Record<string, unknown>>
}

/** Writes the changed application: into another folder, complete, or into its own. */
export async function writeAppFolder(_app: AppFolder, _changes: AppChanges, _out: string): Promise<string> {
  throw new Error('to be written')
}
