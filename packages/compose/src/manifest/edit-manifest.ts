/** What a manifest can hold where Airlock writes into it. */
export type TomlValue =
  | string
  | number
  | boolean
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue }

/** A value at a place: `{ path: ['component', 'web', 'source'], value: 'web.wasm' }`. */
export interface ManifestEdit {
  readonly path: readonly (string | number)[]
  readonly value: TomlValue
}

/** Sets values in the text of a manifest, and leaves all else as it is written. */
export function editManifest(_text: string, _edits: readonly ManifestEdit[]): string {
  throw new Error('to be written')
}
