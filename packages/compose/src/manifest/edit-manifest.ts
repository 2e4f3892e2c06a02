import { parseManifest } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { printTomlKey, printTomlValue } from './print-toml.ts'
import { removeValue } from './remove-value.ts'
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
 * @param removals Places of values that are taken out afterwards; tables that are empty then may go with them.
 * @throws AirlockError `manifest-invalid`: the text is none or would be none; or an edit cannot be made in it, with
 * the key and what to write by hand.
 *
 * @example
 * editManifest(text, [{ path: ['component', 'web', 'source'], value: 'web.wasm' }])
 */
export function editManifest(
  text: string,
  edits: readonly ManifestEdit[],
  removals: readonly ManifestEdit['path'][] = [],
): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  let edited = text.slice(mark.length)
  let data: unknown = parseManifest(edited)
  for (const edit of edits) {
    try {
      edited = setValue(edited, edit)
      data = withValue(data, edit.path, edit.value)
      if (!isSame(parseManifest(edited), data)) throw new CannotEdit('the text would say something else')
    } catch (error) {
      throw refusal(
        edit.path,
        reasonOf(error),
        `Write it by hand: ${printPath(edit.path)} = ${printTomlValue(edit.value)}`,
        error,
      )
    }
  }
  for (const path of removals) {
    try {
      edited = removeValue(edited, path)
      const said: unknown = parseManifest(edited)
      const allowed = [withoutValue(data, path, false), withoutValue(data, path, true)]
      if (!allowed.some((each) => isSame(said, each))) throw new CannotEdit('the text would say something else')
      data = said
    } catch (error) {
      throw refusal(path, reasonOf(error), `Take ${printPath(path)} out by hand.`, error)
    }
  }
  return mark + edited
}

function reasonOf(error: unknown): string {
  if (error instanceof CannotEdit) return error.message
  if (error instanceof AirlockError) return 'the text would be no manifest'
  // Of the parser that knows all places, which is not made for texts without end.
  return error instanceof RangeError ? 'a value is too large or too deep' : 'its lines cannot be told apart'
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

/** A copy in which a value is not there; nor, where that is wanted, tables on the way that hold nothing else. */
function withoutValue(data: unknown, [key, ...rest]: ManifestEdit['path'], prune: boolean): unknown {
  if (typeof key === 'number' && Array.isArray(data)) return data.with(key, withoutValue(data[key], rest, prune))
  if (typeof key !== 'string' || !isTable(data)) throw new CannotEdit('there is no such table')
  const { [key]: before, ...others } = data
  if (rest.length === 0) return others
  const after = withoutValue(before, rest, prune)
  return prune && isTable(after) && Object.keys(after).length === 0 ? others : { ...data, [key]: after }
}

function isTable(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Date)
}

/** Is it the same data? Prototypes differ from parser to parser. */
export function isSame(one: unknown, other: unknown): boolean {
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

function printPath(path: ManifestEdit['path']): string {
  return path.map((key) => (typeof key === 'string' ? printTomlKey(key) : String(key))).join('.')
}

function refusal(path: ManifestEdit['path'], reason: string, hint: string, cause?: unknown): AirlockError {
  const key = path.join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot be edited at ${key}: ${reason}.`, {
    item: key,
    hint,
    details: { problems: [{ path: key, message: reason }] },
    cause,
  })
}
