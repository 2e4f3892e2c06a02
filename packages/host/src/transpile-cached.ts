import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '@wasm-airlock/shared/folders'
import { type TranspileOptions, transpileComponent, transpileJobOf } from './transpile.ts'
import { openCache, restoreEntry, storeEntry } from './transpile-cache.ts'
import { workerFile } from './worker-file.ts'

/** What becomes of transpiled code, which takes a second or two to make. */
export interface CacheOptions {
  /**
   * Folder of the cache, for the user alone; the code lies in `transpiled` below it, at most 2 GiB.
   * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
   */
  readonly cacheDir?: string
  /** `false` neither uses nor keeps transpiled code. @default true */
  readonly cache?: boolean
}

/**
 * Transpiles a component, or copies what was made of it before. A cache that cannot be used is no error.
 *
 * @param component A component that `validateComponent` has accepted.
 * @param folder An empty folder for the generated files.
 * @param warn Told why the cache cannot be used.
 * @throws AirlockError as `transpileComponent` does.
 */
export async function transpileCached(
  component: Uint8Array,
  folder: string,
  options: TranspileOptions & CacheOptions,
  warn: (text: string) => void,
): Promise<void> {
  if (options.cache === false) return transpileComponent(component, folder, options)
  const cache = join(cacheFolder(options.cacheDir), 'transpiled')
  const withoutCache = (error: unknown): undefined =>
    void warn(`What is transpiled is not kept: ${cache}: ${error instanceof Error ? error.message : error}.`)

  const entry = await openCache(cache).then(() => entryOf(cache, component, options), withoutCache)
  if (entry !== undefined && (await restoreEntry(entry, folder))) return
  await transpileComponent(component, folder, options)
  if (entry !== undefined) await storeEntry(entry, folder).catch(withoutCache)
}

/** The path of an entry says all that its content depends on. */
async function entryOf(cache: string, component: Uint8Array, options: TranspileOptions): Promise<string> {
  const maker = [await jcoVersion(), hash('sha256', await readFile(workerFile('transpile-worker.js')))]
  const key = JSON.stringify([...maker, transpileJobOf(options), hash('sha256', component)])
  return join(cache, hash('sha256', key))
}

async function jcoVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@bytecodealliance/jco-transpile')
  const manifest: { version: string } = JSON.parse(await readFile(join(main, '../../package.json'), 'utf8'))
  return manifest.version
}
