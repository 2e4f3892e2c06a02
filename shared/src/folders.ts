import { resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * The folder for what can be made again: tools, transpiled components.
 *
 * @param option Folder that the caller was given. @default `AIRLOCK_CACHE_DIR` of the environment, else
 *   the user's cache folder (`~/.cache/airlock` on Linux)
 * @returns Absolute path; nothing is made there.
 */
export function cacheFolder(option?: string): string {
  return resolve(option ?? (process.env.AIRLOCK_CACHE_DIR || userFolders().cache))
}

/**
 * The folder for what must not be lost: deployments.
 *
 * @param option Folder that the caller was given. @default `AIRLOCK_STATE_DIR` of the environment, else
 *   the user's data folder (`~/.local/share/airlock` on Linux)
 * @returns Absolute path; nothing is made there.
 */
export function stateFolder(option?: string): string {
  return resolve(option ?? (process.env.AIRLOCK_STATE_DIR || userFolders().data))
}

function userFolders() {
  return envPaths('airlock', { suffix: '' })
}
