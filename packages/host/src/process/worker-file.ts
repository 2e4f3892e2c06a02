import { fileURLToPath } from 'node:url'

/**
 * Absolute path of a worker's built file: beside this file in `dist`, or there when this file runs from
 * `src`.
 *
 * @param name Name of the file in `dist`.
 */
export function workerFile(name: string): string {
  const here = import.meta.url.endsWith('.ts') ? '../../dist/' : './'
  return fileURLToPath(new URL(`${here}${name}`, import.meta.url))
}
