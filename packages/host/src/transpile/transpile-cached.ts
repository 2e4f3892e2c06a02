import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '@wasm-airlock/shared/folders'
import { workerFile } from '../process/worker-file.ts'
import { MAX_INSTANCES, type TranspileOptions, transpileComponent, transpileJobOf } from './transpile.ts'
import { openCache, restoreEntry, storeEntry } from './transpile-cache.ts'

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

/** The code of one component, which is in the cache or is to be made. */
export interface CachedCode {
  /**
   * Copies what was made of the component before.
   *
   * @param folder An empty folder.
   * @returns Was there something?
   */
  restore(folder: string): Promise<boolean>
  /**
   * Transpiles the component, which `validateComponent` has accepted, and keeps the result.
   *
   * @param folder An empty folder for the generated files, which then stay as they are.
   * @returns To be waited for before the folder is removed: it is still being copied into the cache.
   * @throws AirlockError as `transpileComponent` does.
   */
  make(folder: string, options: TranspileOptions): Promise<{ readonly kept: Promise<void> }>
}

/**
 * Looks for the code of a component. A cache that cannot be used is no error.
 *
 * @param variant All that the way it is transpiled follows from, beside the component: plain data.
 * @param warn Told why the cache cannot be used.
 */
export async function findCode(
  component: Uint8Array,
  variant: unknown,
  options: CacheOptions,
  warn: (text: string) => void,
): Promise<CachedCode> {
  const make: CachedCode['make'] = async (folder, how) => {
    await transpileComponent(component, folder, how)
    return { kept: Promise.resolve() }
  }
  if (options.cache === false) return { restore: async () => false, make }
  const cache = join(cacheFolder(options.cacheDir), 'transpiled')
  const withoutCache = (error: unknown): undefined =>
    void warn(`What is transpiled is not kept: ${cache}: ${error instanceof Error ? error.message : error}.`)

  const entry = await openCache(cache).then(() => entryOf(cache, component, variant), withoutCache)
  if (entry === undefined) return { restore: async () => false, make }
  return {
    restore: (folder) => restoreEntry(entry, folder),
    make: async (folder, how) => {
      await make(folder, how)
      const names = await readdir(folder)
      return { kept: storeEntry(entry, folder, names).catch(withoutCache) }
    },
  }
}

/** The path of an entry says all that its content depends on. */
async function entryOf(cache: string, component: Uint8Array, variant: unknown): Promise<string> {
  const maker = [await jcoVersion(), hash('sha256', await readFile(workerFile('transpile-worker.js')))]
  const key = JSON.stringify([
    ...maker,
    transpileJobOf(null, MAX_INSTANCES),
    variant,
    hash('sha256', component),
  ])
  return join(cache, hash('sha256', key))
}

async function jcoVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@bytecodealliance/jco-transpile')
  const manifest: { version: string } = JSON.parse(await readFile(join(main, '../../package.json'), 'utf8'))
  return manifest.version
}
