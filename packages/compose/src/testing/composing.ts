import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeApp } from '../compose-app.ts'
import type { ComponentInput, ComposedApp, PlanOptions } from '../options.ts'
import { folderOf, manifestText, temporaryFolder } from './fixtures.ts'

/** An application of one component, with more lines for `[component.web]`. */
export function smallApp(component: Uint8Array, ...lines: readonly string[]): Promise<string> {
  return folderOf({ 'spin.toml': manifestText(...lines), 'web.wasm': component })
}

/** Components by their names. */
export function named(components: Readonly<Record<string, Uint8Array>>): ComponentInput[] {
  return Object.entries(components).map(([name, component]) => ({ name, component }))
}

/** Composes into a new folder. */
export async function composeInto(
  app: string,
  components: Readonly<Record<string, Uint8Array>>,
  options: PlanOptions = {},
): Promise<ComposedApp> {
  return composeApp(app, named(components), { out: join(await temporaryFolder(), 'app'), ...options })
}

/** All files of a folder by path, as digests. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  const digests = files.sort().map(async (path) => {
    const bytes = await readFile(path)
    return [path.slice(folder.length + 1), createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(digests))
}
