import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type AppFolder, readAppFolder, writeAppFolder } from '@wasm-airlock/compose'
import { findTrigger, readSpinApp } from '@wasm-airlock/host'
import { checkVariables } from './check-variables.ts'

/** An application that can be deployed. */
export interface AppToDeploy {
  /** `application.name` of the manifest. */
  readonly name: string
  readonly folder: AppFolder
  /** Status of the answer for `/`, where it stands in the manifest. */
  readonly rootStatus?: number
}

/**
 * Reads an application and checks it.
 *
 * @param path Folder with a `spin.toml`, or that file.
 * @throws AirlockError What `readSpinApp` throws; `variable-missing` for variables without a default.
 */
export async function readAppToDeploy(path: string): Promise<AppToDeploy> {
  const app = await readSpinApp(path)
  checkVariables(app.name, app.variables)
  const root = findTrigger(app, '/')
  return {
    name: app.name,
    folder: await readAppFolder(path),
    ...(root !== undefined && 'staticResponse' in root ? { rootStatus: root.staticResponse.status } : {}),
  }
}

/**
 * Copies what an application needs to run, and nothing else; the copy is for the user alone.
 *
 * @param to A folder that is not there yet, in one that nobody else may enter.
 * @throws AirlockError What `writeAppFolder` throws.
 */
export async function copyApp({ folder }: AppToDeploy, to: string, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal }
  await writeAppFolder(folder, { edits: [], files: {}, record: {} }, to, options)
  // Copies have the modes of what they were made from.
  await chmod(to, 0o700)
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}
