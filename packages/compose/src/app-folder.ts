import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { z } from 'zod'
import { systemErrorCode } from './app-files.ts'

/** Tells a folder that Airlock wrote from all others, and what may be in it. */
const markerName = '.airlock-app.json'
const markerSchema = z.looseObject({ generator: z.literal('airlock'), files: z.array(z.string()) })

/** Content by file name. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array>>

/**
 * Writes a folder all at once: it is made under another name beside its place, then renamed.
 *
 * @param path Where it is to be. What is there is replaced only where it is empty, or was written by this
 * function and nothing else has been put into it since.
 * @param files What is to be in it.
 * @param record What the marker is to hold besides its own.
 * @returns Its real path.
 * @throws AirlockError `output-unwritable`; nothing is changed then.
 */
export async function writeFolder(
  path: string,
  files: FolderFiles,
  record: Readonly<Record<string, unknown>>,
): Promise<string> {
  const target = resolve(path)
  let unfinished: string | undefined
  try {
    await mkdir(dirname(target), { recursive: true })
    const exists = await mayReplace(path, target)
    unfinished = besideName(target)
    await mkdir(unfinished)
    const marker = { generator: 'airlock', files: Object.keys(files).sort(), ...record }
    for (const [name, content] of Object.entries({
      ...files,
      [markerName]: `${JSON.stringify(marker, null, 2)}\n`,
    })) {
      await writeFile(join(unfinished, name), content, { flag: 'wx' })
    }
    await putInPlace(unfinished, target, exists)
    return await realpath(target)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const reason = systemErrorCode(error) || String(error)
    throw new AirlockError('output-unwritable', `${path} cannot be written (${reason}).`, {
      item: path,
      cause: error,
    })
  } finally {
    if (unfinished !== undefined) await rm(unfinished, { recursive: true, force: true })
  }
}

/** Is something there? Refuses what is not ours to replace. */
async function mayReplace(path: string, target: string): Promise<boolean> {
  const status = await lstat(target).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (status === undefined) return false
  if (!status.isDirectory()) throw refusal(path, 'is not a folder')
  const names = await readdir(target)
  if (names.length === 0) return true
  const own = await readMarker(target)
  if (own === undefined) throw refusal(path, 'is not empty and was not written by Airlock')
  const foreign = names.find((name) => name !== markerName && !own.includes(name))
  if (foreign !== undefined) throw refusal(path, `holds ${foreign}, which Airlock did not write`)
  return true
}

async function readMarker(folder: string): Promise<readonly string[] | undefined> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(join(folder, markerName), 'utf8'))).files
  } catch {
    return undefined
  }
}

async function putInPlace(finished: string, target: string, exists: boolean): Promise<void> {
  if (!exists) return rename(finished, target)
  const former = besideName(target)
  await rename(target, former)
  try {
    await rename(finished, target)
  } catch (error) {
    await rename(former, target)
    throw error
  }
  await rm(former, { recursive: true, force: true })
}

/** A hidden name beside a folder, on the same file system, that nobody else uses. */
function besideName(target: string): string {
  return join(dirname(target), `.${basename(target)}-${randomUUID()}`)
}

function refusal(path: string, reason: string): AirlockError {
  return new AirlockError('output-unwritable', `${path} ${reason}.`, {
    item: path,
    hint: 'Name a folder that does not exist yet, or is empty, or was written by Airlock.',
  })
}
