import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { AirlockError, type Language } from '@wasm-airlock/shared'

const LANGUAGES: Readonly<Record<string, Language>> = {
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.wasm': 'wasm',
}
/** Tests, settings and declarations lie beside a source and say nothing about it. */
const BESIDE = /^(test_.*\.py|.*_test\.py|conftest\.py|setup\.py|.*\.(test|spec|config)\.\w+|.*\.d\.m?ts)$/

/**
 * Says in which language a source is written, by the names of its files.
 *
 * @param source Path of a file or folder; relative to the working folder where it is relative. In a
 *   folder its top counts, and `src/` where the top holds no source.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `source-unrecognised`, `source-ambiguous`.
 * @example
 * await detectLanguage('python-examples/pirate') // 'python'
 */
export async function detectLanguage(source: string): Promise<Language> {
  const path = resolve(source)
  const found = await stat(path).catch((cause: unknown) => {
    throw new AirlockError('input-not-found', `${source} does not exist.`, { item: source, cause })
  })
  if (!found.isDirectory()) {
    if (!found.isFile())
      throw new AirlockError('input-unreadable', `${source} is neither a file nor a folder.`, {
        item: source,
      })
    const language = languageOf(basename(path))
    if (language === undefined) throw unrecognised(source)
    return language
  }
  for (const folder of [path, join(path, 'src')]) {
    const languages = await languagesIn(folder)
    languages.delete('wasm')
    // TypeScript projects may hold plain JavaScript too.
    if (languages.has('typescript')) languages.delete('javascript')
    if (languages.size > 1)
      throw new AirlockError('source-ambiguous', `${source} holds ${[...languages].sort().join(' and ')}.`, {
        item: source,
        details: { languages: [...languages].sort() },
      })
    const [language] = languages
    if (language !== undefined) return language
  }
  throw unrecognised(source)
}

async function languagesIn(folder: string): Promise<Set<Language>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && !isBeside(entry.name))
  return new Set(files.map((entry) => languageOf(entry.name)).filter((language) => language !== undefined))
}

/** Is a file a test, a setting or a declaration rather than source? */
export function isBeside(file: string): boolean {
  return file.startsWith('.') || BESIDE.test(file)
}

function languageOf(file: string): Language | undefined {
  return LANGUAGES[extname(file).toLowerCase()]
}

function unrecognised(source: string): AirlockError {
  return new AirlockError('source-unrecognised', `${source} holds no source that Airlock builds.`, {
    item: source,
  })
}
