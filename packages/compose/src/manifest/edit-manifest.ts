import { parseManifest } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { CannotEdit, setValue } from './set-value.ts'

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

/**
 * Sets values in the text of a manifest, and leaves all else as it is written: every other line is the same byte for
 * byte, comments included. What comes of it is read again, and has to say what it said before and the edits.
 *
 * @param text A manifest of version 2.
 * @param edits One after the other. A table that is there is replaced where it is written as one value; where it has
 * lines of its own, the given ones are set among them.
 * @throws AirlockError `manifest-invalid`: the text is none or would be none; or an edit cannot be made in it, with
 * the key and what to write by hand.
 *
 * @example
 * editManifest(text, [{ path: ['component', 'web', 'source'], value: 'web.wasm' }])
 */
export function editManifest(text: string, edits: readonly ManifestEdit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  let edited = text.slice(mark.length)
  let data: unknown = parseManifest(edited)
  for (const edit of edits) {
    edited = attempt(edit, () => setValue(edited, edit))
    data = attempt(edit, () => withValue(data, edit.path, edit.value))
    const read = attempt(edit, () => parseManifest(edited))
    if (!isSame(read, data)) throw refusal(edit, 'the text would say something else')
  }
  return mark + edited
}

function attempt<T>(edit: ManifestEdit, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw refusal(edit, error instanceof CannotEdit ? error.message : 'the text would be no manifest', error)
  }
}

/** A copy in which a value is set; tables on the way are made. */
function withValue(data: unknown, [key, ...rest]: ManifestEdit['path'], value: TomlValue): unknown {
  if (key === undefined) return value
  if (typeof key === 'number' && Array.isArray(data) && key in data) {
    return data.with(key, withValue(data[key], rest, value))
  }
  if (typeof key === 'number' || (data !== undefined && !isTable(data))) {
    throw new CannotEdit('there is no such table')
  }
  const before = data !== undefined && Object.hasOwn(data, key) ? data[key] : undefined
  return { ...data, [key]: withValue(before, rest, value) }
}

function isTable(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Date)
}

/** Is it the same data? Prototypes differ from parser to parser. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  }
  if (one instanceof Date && other instanceof Date) return String(one) === String(other)
  if (!isTable(one) || !isTable(other)) return Object.is(one, other)
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  )
}

function refusal({ path, value }: ManifestEdit, reason: string, cause?: unknown): AirlockError {
  const key = path.join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot be edited at ${key}: ${reason}.`, {
    item: key,
    hint: `Write it by hand: ${key} is to be ${JSON.stringify(value)}.`,
    details: { problems: [{ path: key, message: reason }] },
    cause,
  })
}
