import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { objectOf, optional, readArgument, recordOf, refuse, text } from './arguments.ts'
import { splitCauses } from './cause-list.ts'
import type { PackageRequest, PackageResolver } from './packages.ts'
import { systemErrorText } from './system-error.ts'
import { parseWat } from './text.ts'
import { encodeWit } from './wit.ts'
import { isFolder, joinPath, readWitSources } from './wit-sources.ts'

export interface FolderResolverOptions {
  /**
   * The folder with the packages.
   *
   * @default 'deps'
   */
  readonly folder?: string | undefined
  /**
   * Where single packages are: name → path of a file. They hold for names without a version.
   *
   * @default none
   */
  readonly overrides?: Readonly<Record<string, string>> | undefined
}

const resolverOptions = objectOf({ folder: optional(text), overrides: optional(recordOf(text)) })
const requestReader = objectOf({
  key: optional(text),
  name: text,
  version: (value, item) => (value === null ? null : text(value, item)),
})

/** What may be a folder or a file: no path and no way out of the folder. */
const NAME = /^%?[a-z0-9]+([:-]%?[a-z0-9]+)*$/i
const VERSION = /^\d+\.\d+\.\d+(-[a-z0-9.-]+)?(\+[a-z0-9.-]+)?$/i

/**
 * Finds packages in files, as the `wac` command does: `test:comp@1.0.0` is `FOLDER/test/comp/1.0.0`, which is a
 * folder with WIT, or that path with `.wat` or else `.wasm` behind.
 *
 * @param options Where they are.
 * @returns A resolver for `composeDocument` and its like. It throws what `wac` prints, causes included; `usage-invalid` for
 * names and versions that no document can have, such as `..`. Of a folder with WIT, it reads at most 1000
 * files and 64 MiB.
 * @throws AirlockError `usage-invalid`
 */
export function createFolderResolver(options: FolderResolverOptions = {}): PackageResolver {
  const { folder = 'deps', overrides } = readArgument(resolverOptions, options, 'options')
  const given = new Map(overrides)
  return async (wanted) => {
    const request = readArgument(requestReader, wanted, 'request')
    if (!NAME.test(request.name)) refuse('request.name', 'the name of a package, such as test:comp')
    if (request.version !== null && !VERSION.test(request.version))
      refuse('request.version', 'a version, such as 1.0.0, or null')
    const override = request.version === null ? given.get(request.name) : undefined
    const path = override === undefined ? await pathIn(folder, request) : await overriding(request, override)
    if ((await isFolder(path)) || extname(path) === '.wit') return readWit(path)
    if (!(await isFile(path))) return undefined
    const bytes = await read(path)
    return extname(path) === '.wat' && !isBinary(bytes) ? assemble(bytes, path) : bytes
  }
}

type Request = Pick<PackageRequest, 'name' | 'version'>

async function overriding({ name }: Request, path: string): Promise<string> {
  if (!(await isFile(path))) throw new Error(`local path \`${path}\` for package \`${name}\` does not exist`)
  return path
}

async function pathIn(folder: string, { name, version }: Request): Promise<string> {
  const path = [...name.split(':'), ...(version === null ? [] : [version])].reduce(joinPath, folder)
  if (await isFolder(path)) return path
  const text = `${path}.wat`
  return (await stat(text).catch(() => undefined)) === undefined ? `${path}.wasm` : text
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new Error(`failed to read package \`${path}\``, { cause: inWords(cause) })
  }
}

async function readWit(path: string): Promise<Uint8Array> {
  try {
    return await encodeWit(await readWitSources(path), { path })
  } catch (error) {
    throw inWords(error)
  }
}

async function assemble(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await parseWat(new TextDecoder('utf-8', { fatal: true }).decode(bytes), { path })
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error(`failed to parse \`${path}\`: input bytes aren't valid utf-8`)
    throw inWords(error)
  }
}

/** A `.wat` file may hold a binary all the same. */
function isBinary(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  )
}

/** An error with the words of `wac` as its message and as those of its causes. */
function inWords(error: unknown): unknown {
  if (error instanceof AirlockError) {
    const { report } = error.details
    const messages = splitCauses(typeof report === 'string' ? report : error.message)
    return messages.reduceRight<unknown>((cause, message) => new Error(message, { cause }), undefined)
  }
  if (!(error instanceof Error)) return error
  return new Error(systemErrorText(error) ?? error.message, { cause: inWords(error.cause) })
}
