import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { isBeside } from '../detect-language.ts'

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs']
const MAX_MANIFEST_BYTES = 1024 ** 2

/**
 * Which modules of a source hold its functions: what `main` of package.json names, else `index` or `main`,
 * else the only module, else all modules at the top (or in `src/`), one function or more each.
 *
 * @param folder The throw-away copy.
 * @param files Relative POSIX paths of its files.
 * @throws AirlockError `source-unrecognised`.
 */
export async function findEntries(folder: string, files: readonly string[], name: string): Promise<string[]> {
  const main = await readMain(folder, files)
  if (main !== undefined) return [main]
  for (const top of ['', 'src/']) {
    const modules = files
      .filter((file) => file.startsWith(top))
      .map((file) => file.slice(top.length))
      .filter((file) => !file.includes('/') && EXTENSIONS.includes(extname(file)) && !isBeside(file))
    const preferred = ['index', 'main']
      .flatMap((stem) => EXTENSIONS.map((extension) => stem + extension))
      .find((file) => modules.includes(file))
    const chosen = preferred === undefined ? modules : [preferred]
    if (chosen.length > 0) return chosen.map((file) => top + file)
  }
  throw new AirlockError('source-unrecognised', `${name} holds no JavaScript or TypeScript module.`, {
    item: name,
  })
}

/** `main` of package.json where it names a source module of the copy; a built one stayed behind. */
async function readMain(folder: string, files: readonly string[]): Promise<string | undefined> {
  if (!files.includes('package.json')) return undefined
  const path = join(folder, 'package.json')
  if ((await stat(path)).size > MAX_MANIFEST_BYTES) return undefined
  try {
    const manifest = JSON.parse(await readFile(path, 'utf8')) as { main?: unknown } | null
    const main = String(manifest?.main).replace(/^\.\//, '')
    return files.includes(main) && EXTENSIONS.includes(extname(main)) ? main : undefined
  } catch {
    return undefined
  }
}
