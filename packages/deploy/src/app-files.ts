import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readApp } from '@wasm-airlock/compose'

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
  return {
    name: app.name,
    files: new Map([
      ['spin.toml', await readFile(join(app.path, 'spin.toml'))],
      [app.source, app.component],
    ]),
  }
}

/** Writes the files into `app/` of a deployment's folder. */
export async function writeAppFiles({ files }: AppFiles, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    const target = join(folder, 'app', path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeFile(target, bytes, { mode: 0o600, flag: 'wx' })
  }
}
