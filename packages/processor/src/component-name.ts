import { basename, extname } from 'node:path'
import { toKebabCase } from '@wasm-airlock/shared'

/**
 * What a composition calls a component, after its file: `My_Filter.wasm` is `my-filter`.
 *
 * @param path A file or folder, as the user gave it.
 * @returns A name in kebab-case, for any path.
 */
export function componentName(path: string): string {
  const stem = basename(path, extname(path))
  return toKebabCase(stem) ?? toKebabCase(`component-${stem}`) ?? 'component'
}
