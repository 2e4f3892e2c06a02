import { readdir, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { insideOf, systemErrorCode } from './app-files.ts'
import { compileGlob } from './glob.ts'

/**
 * Finds what a pattern of `files` names, as Spin reads it: `*`, `?`, `[abc]`, `[!abc]` and `**` for any number of
 * folders. Hidden files are files too; `**` goes into no links.
 *
 * @param app Real path of the application's folder.
 * @param pattern Relative, without `..`.
 * @returns POSIX paths of whatever is there, each once; folders and what links lead to included.
 */
export async function* matchFiles(app: string, pattern: string): AsyncGenerator<string> {
  const steps = posix
    .normalize(pattern)
    .split('/')
    .filter((step) => step !== '' && step !== '.')
  const seen = new Set<string>()
  for await (const path of expand(app, '', steps, seen)) if (path !== '') yield path
}

/** Would a pattern of `files` name a path, were there such a file? */
export function matchesFile(path: string, pattern: string): boolean {
  return compileGlob(posix.normalize(pattern), false)(path)
}

/** Finds the paths that patterns of `exclude_files` name. There, `*` goes through folders too. */
export function createExclusion(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map((pattern) => compileGlob(pattern, true))
  return (path) => globs.some((matches) => matches(path))
}

async function* expand(
  app: string,
  path: string,
  [step, ...rest]: readonly string[],
  seen: Set<string>,
): AsyncGenerator<string> {
  const key = `${step === undefined ? 0 : rest.length + 1} ${path}`
  if (seen.has(key)) return
  seen.add(key)
  if (step === undefined) yield path
  else if (step === '**') {
    yield* expand(app, path, rest, seen)
    for (const entry of await list(app, path)) {
      const below = posix.join(path, entry.name)
      if (entry.isDirectory()) yield* expand(app, below, [step, ...rest], seen)
      else if (rest.length === 0) yield* expand(app, below, rest, seen)
    }
  } else if (/[*?[]/.test(step)) {
    const matches = compileGlob(step, false)
    for (const { name } of await list(app, path)) {
      if (matches(name)) yield* expand(app, posix.join(path, name), rest, seen)
    }
  } else yield* expand(app, posix.join(path, step), rest, seen)
}

/** What is in a folder, in the order of names; nothing, where it is none. */
async function list(app: string, path: string) {
  try {
    const folder = path === '' ? app : await insideOf(app, path)
    if (!(await stat(folder)).isDirectory()) return []
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error))) return []
    throw error
  }
}
