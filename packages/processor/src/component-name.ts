import { basename, extname } from 'node:path'
import { toKebabCase } from '@wasm-airlock/shared'

/** Longer ones are cut off. */
const maximumLength = 60

/**
 * What a composition calls a component, after its file: `My_Filter.wasm` is `my-filter`.
 *
 * @param path A file or folder, as the user gave it.
 * @returns A name in kebab-case, for any path.
 */
export function componentName(path: string): string {
  const stem = basename(path, extname(path))
  const name = /^[a-z]/i.test(stem) ? stem : `component-${stem}`
  return toKebabCase(name.slice(0, maximumLength)) ?? 'component'
}
