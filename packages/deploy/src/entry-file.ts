import { fileURLToPath } from 'node:url'

/**
 * Absolute path of the script of another process: it is built, beside this file or, where this file
 * runs as source, in `dist`.
 */
export function entryFile(name: 'supervisor' | 'app-process'): string {
  const folder = import.meta.url.endsWith('.ts') ? '../dist' : '.'
  return fileURLToPath(new URL(`${folder}/${name}.js`, import.meta.url))
}
