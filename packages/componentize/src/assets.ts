import { fileURLToPath } from 'node:url'

/** Python files that the package carries; `src/` and `dist/` lie side by side, so one path serves both. */
export function pythonAsset(name: 'analyse.py' | 'airlock_glue.py'): string {
  return fileURLToPath(new URL(`../python/${name}`, import.meta.url))
}
