import { constants, createReadStream } from 'node:fs'
import { access, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { readArgument, text } from './arguments.ts'

/** What a WIT package and its dependencies may be at most; the largest published ones are far below. */
const MAX_FILES = 1000
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Reads what wit-parser reads of a WIT package: of a folder the `.wit` files at its top and in `deps/NAME/`,
 * and the `.wit`, `.wasm` and `.wat` files in `deps/`; or else the one file. In a folder, only plain files are read.
 *
 * @param path Folder or file; what is no folder may be a device or a pipe, such as `/dev/stdin`.
 * @returns Relative POSIX path → content, nothing of it checked.
 * @throws Error in the words of wit-parser, with the error of the system as its last cause; also for a
 * symbolic link that leads out of the folder, for what is no plain file in it, and for more than 1000 files
 * or 64 MiB. AirlockError `usage-invalid`.
 */
export async function readWitSources(path: string): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  readArgument(text, path, 'path')
  if (!(await isFolder(path))) {
    const what = `failed to read path for WIT [${path}]`
    return { [basename(path)]: await because(what, () => readLimited(path)) }
  }
  const files: Record<string, Uint8Array<ArrayBuffer>> = Object.create(null)
  const root = await realpath(path)
  let bytes = 0

  const take = async (name: string, what: string): Promise<void> => {
    const file = joinPath(path, name)
    files[name] = await because(what, async () => {
      const real = await realpath(file)
      if (!real.startsWith(root + sep)) throw new Error('the symbolic link leads out of the package')
      const info = await stat(real)
      // Reading a pipe would wait for somebody who writes.
      if (!info.isFile()) throw new Error('it is not a plain file')
      bytes += info.size
      if (bytes > MAX_BYTES || Object.keys(files).length >= MAX_FILES) throw tooLarge()
      return readFile(real)
    })
  }
  /** The `.wit` files of one folder. */
  const takeFolder = async (prefix: string): Promise<void> => {
    const folder = prefix === '' ? path : joinPath(path, prefix.slice(0, -1))
    await because(`failed to parse package: ${folder}`, async () => {
      const what = `failed to read directory ${JSON.stringify(folder)}`
      let found = prefix === ''
      for (const name of await because(what, () => readdir(folder))) {
        const file = joinPath(folder, name)
        if (!name.endsWith('.wit') || (await isFolder(file))) continue
        await take(`${prefix}${name}`, `failed to read file ${JSON.stringify(file)}`)
        found = true
      }
      // Without a file, nothing says that there is such a dependency.
      if (!found) throw new Error('no `package` header was found in any WIT file for this package')
    })
  }

  await takeFolder('')
  const deps = joinPath(path, 'deps')
  // Without a package, what it would use does not matter.
  if (Object.keys(files).length === 0 || !(await exists(deps))) return files
  await because(`failed to parse dependency directory: ${deps}`, async () => {
    const names = await because('failed to read directory', () => readdir(deps))
    for (const name of names.sort()) {
      const entry = joinPath(deps, name)
      if (await isFolder(entry)) await takeFolder(`deps/${name}/`)
      else if (/.\.(wit|wat|wasm)$/s.test(name))
        await take(`deps/${name}`, `failed to read path for WIT [${entry}]`)
    }
  })
  return files
}

/** As `Path::join` of Rust: `./` and `..` stay as they are. */
export function joinPath(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') || folder.endsWith(sep)
    ? `${folder}${name}`
    : `${folder}/${name}`
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
}

/** Also of a device or a pipe, which does not say how much there is. */
async function readLimited(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MAX_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): Error {
  return new Error(`the package has more than ${MAX_FILES} files or ${MAX_BYTES} bytes`)
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

/** Says what failed, in front of why. */
async function because<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new Error(what, { cause })
  }
}
