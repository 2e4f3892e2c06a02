import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { maximumManifestBytes, readAppFile, systemErrorCode } from './app-files.ts'
import { parseManifest } from './parse.ts'
import type { Manifest } from './types.ts'

/** A manifest, and the folder that its paths start from. */
export interface LocatedManifest {
  /** Real path. */
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * Finds and reads the manifest of a Spin application.
 *
 * @param path Its folder, or its `spin.toml`.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`.
 */
export async function readManifest(path: string): Promise<LocatedManifest> {
  const { folder, name } = await locateManifest(path)
  const hint = 'Give the folder of a Spin application, or its spin.toml.'
  const toml = await readAppFile(folder, name, maximumManifestBytes, hint)
  return { folder, manifest: parseManifest(new TextDecoder().decode(toml)) }
}

/**
 * Finds the manifest of a Spin application, and reads nothing.
 *
 * @param path Its folder, or its `spin.toml`.
 * @returns The real path of its folder, and the name of the manifest in there.
 * @throws AirlockError `input-not-found`, `input-unreadable`.
 */
export async function locateManifest(path: string): Promise<{ folder: string; name: string }> {
  try {
    const isFolder = (await stat(path)).isDirectory()
    return isFolder
      ? { folder: await realpath(path), name: 'spin.toml' }
      : { folder: await realpath(dirname(path)), name: basename(path) }
  } catch (error) {
    const code = systemErrorCode(error)
    const missing = code === 'ENOENT' || code === 'ENOTDIR'
    throw new AirlockError(
      missing ? 'input-not-found' : 'input-unreadable',
      missing ? `There is no application at ${path}.` : `${path} cannot be read (${code}).`,
      { item: path, cause: error },
    )
  }
}
