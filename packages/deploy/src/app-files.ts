import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { type LoadedApp, readApp } from '@wasm-airlock/compose'
import { AirlockError } from '@wasm-airlock/shared'

/** What a deployment takes of an application folder: what it needs to run, and nothing else. */
export interface AppFiles {
  /** `application.name` of the manifest. */
  readonly name: string
  /** Path below the folder → content. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/**
 * Reads an application and checks it.
 *
 * @param path Folder with a `spin.toml`, or that file.
 * @throws AirlockError What `readApp` throws.
 */
export async function readAppFiles(path: string): Promise<AppFiles> {
  const app = await readApp(path)
  const manifest = (await stat(path)).isDirectory() ? join(path, 'spin.toml') : path
  return {
    name: app.name,
    files: new Map([
      ['spin.toml', await readFile(manifest)],
      [sourcePath(app), app.component],
    ]),
  }
}

/** `readApp` looks where a path ends; for a copy it must not leave the folder on its way either. */
function sourcePath({ componentId, manifest }: LoadedApp): string {
  const source = manifest.component?.[componentId]?.source
  const path = typeof source === 'string' ? normalize(source) : '..'
  if (path === '..' || path.startsWith(`..${sep}`))
    throw new AirlockError('manifest-invalid', `The source of ${componentId} leads out of the folder.`, {
      item: `component.${componentId}.source`,
      step: 'deploy',
    })
  return path
}

/** Writes the files into `app/` of a deployment's folder. */
export async function writeAppFiles({ files }: AppFiles, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    const target = join(folder, 'app', path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeFile(target, bytes, { mode: 0o600, flag: 'wx' })
  }
}
