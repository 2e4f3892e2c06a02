import { realpath, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { AirlockError, type ErrorCode } from '@wasm-airlock/shared'
import { withItem } from './with-item.ts'

/** Where an application is, as the user would say. */
export interface ApplicationPlace {
  readonly folder: string
  /** Its `spin.toml`. */
  readonly manifest: string
}

/**
 * Tells a folder from a manifest: by what is there, since a folder may be called `my.toml`.
 *
 * @param path Folder of an application, or its `spin.toml`, as the user gave it. One that is not there is taken
 * for a folder.
 * @throws AirlockError `input-unreadable` for a file that is no manifest.
 */
export async function placeOf(path: string): Promise<ApplicationPlace> {
  const isFile = (await stat(path).catch(() => undefined))?.isFile() ?? false
  if (isFile && extname(path) !== '.toml')
    throw new AirlockError('input-unreadable', `${path} is not an application.`, {
      item: path,
      hint: 'Give the folder of a Spin application, or its spin.toml.',
    })
  return isFile
    ? { folder: dirname(path), manifest: path }
    : { folder: path, manifest: join(path, 'spin.toml') }
}

/** What libraries say of a file by the path that it has in the folder of the application. */
const codesOfFiles: readonly ErrorCode[] = ['input-not-found', 'input-unreadable', 'input-too-large']

/**
 * An error about an application, with its files named as the user would.
 *
 * @param error Anything that was thrown by what reads an application.
 */
export async function namingFiles(error: unknown, place: ApplicationPlace): Promise<unknown> {
  if (!(error instanceof AirlockError)) return error
  if (error.code === 'manifest-invalid') return inManifest(error, place.manifest)
  return codesOfFiles.includes(error.code) ? inFolder(error, place.folder) : error
}

function inManifest(error: AirlockError, file: string): unknown {
  const { message, details } = error
  return typeof details.line === 'number'
    ? withItem(error, file, { hint: `Correct line ${details.line}.`, details: { file } })
    : withItem(error, file, { message: `${file}: ${message}` })
}

async function inFolder(error: AirlockError, folder: string): Promise<unknown> {
  const { item, message } = error
  const real = await realpath(folder).catch(() => undefined)
  // An application that is not there is called as the user calls it.
  if (item === undefined || real === undefined) return error
  const file = join(folder, item)
  return withItem(error, file, { message: rewrite(message, item, file).replaceAll(real, folder) })

  function rewrite(text: string, name: string, better: string): string {
    if (text === `There is no ${name} in ${real}.`) return `There is no ${better}.`
    return text.startsWith(`${name} `) ? better + text.slice(name.length) : text
  }
}
