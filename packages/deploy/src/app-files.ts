import { createReadStream } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type LoadedApp, readApp } from '@wasm-airlock/compose'
import { AirlockError } from '@wasm-airlock/shared'

/** The largest manifest that is copied, in bytes; `readApp` has the same limit. */
const maximumManifestBytes = 1024 * 1024

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
      ['spin.toml', await readManifest(manifest)],
      [sourcePath(app), app.component],
    ]),
  }
}

/** The file may have grown since `readApp` has read it. */
async function readManifest(path: string): Promise<Uint8Array> {
  const bytes = await buffer(createReadStream(path, { end: maximumManifestBytes }))
  if (bytes.length <= maximumManifestBytes) return bytes
  throw new AirlockError('input-too-large', `${path} has more than ${maximumManifestBytes} bytes.`, {
    item: path,
    step: 'deploy',
  })
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
