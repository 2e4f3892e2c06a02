import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import {
  type ComponentDependency,
  findFiles,
  insideOf,
  type Manifest,
  type ManifestComponent,
  maximumComponentBytes,
  systemErrorCode,
} from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { listComponents } from './list-components.ts'
import { isMissing, plainPath } from './paths.ts'

/** What a manifest refers to in the folder of its application. */
export interface AppFiles {
  /** Real path of each file, by the POSIX path under which the manifest finds it. */
  readonly files: ReadonlyMap<string, string>
  /** Folders that have to be there, even where nothing is in them. */
  readonly folders: ReadonlySet<string>
}

/**
 * Finds every file that an application needs: components, whether a trigger runs them or not, their local
 * dependencies, and what they are given of files. What another build profile uses is taken where it is there.
 *
 * @param folder Real path of the application's folder.
 * @param given POSIX paths of what need not be there.
 * @param missingHint What to do where a file is not there.
 * @throws AirlockError `manifest-invalid` for what is outside of the folder, also behind a link; `input-not-found`;
 * `input-unreadable` for what is no file, or may not be read; `input-too-large` for components over 128 MiB, and for
 * more than 10 000 files or 256 MiB of files of a component.
 */
export async function listAppFiles(
  folder: string,
  manifest: Manifest,
  given: ReadonlySet<string>,
  missingHint = 'Build the application first.',
): Promise<AppFiles> {
  try {
    return await collectFiles(folder, manifest, given, missingHint)
  } catch (error) {
    if (error instanceof AirlockError) throw error
    const reason = systemErrorCode(error) || String(error)
    throw new AirlockError('input-unreadable', `The application in ${folder} cannot be read (${reason}).`, {
      item: folder,
      cause: error,
    })
  }
}

async function collectFiles(
  folder: string,
  manifest: Manifest,
  given: ReadonlySet<string>,
  missingHint: string,
): Promise<AppFiles> {
  const files = new Map<string, string>()
  const folders = new Set<string>()
  const add = (path: string, real: string) => {
    const plain = plainPath(path)
    for (const step of plain.through) if (step !== '') folders.add(step)
    if (given.has(plain.path)) return
    files.set(plain.path, real)
  }
  const addComponent = async (path: string, isNeeded: boolean) => {
    const plain = plainPath(path)
    if (given.has(plain.path)) {
      for (const step of plain.through) if (step !== '') folders.add(step)
      return
    }
    const real = await realComponent(folder, path, isNeeded ? missingHint : undefined)
    if (real !== undefined) add(path, real)
  }
  for (const { id, manifest: component } of listComponents(manifest)) {
    for (const path of localPaths(component)) await addComponent(path, true)
    for (const profile of Object.values(component.profile ?? {})) {
      for (const path of localPaths(profile)) await addComponent(path, false)
    }
    const found = await findFiles(folder, {
      id,
      files: component.files ?? [],
      excludeFiles: component.exclude_files ?? [],
    })
    for (const path of found.values()) add(path, await readable(folder, path))
    // A place that is named is looked for, even where nothing of it is left.
    for (const entry of component.files ?? []) {
      const path = typeof entry === 'string' ? entry : entry.source
      if (plainPath(path).path === '') continue
      const status = await insideOf(folder, path)
        .then((real) => stat(real))
        .catch(ignoreMissing)
      if (status?.isFile()) add(path, await readable(folder, path))
      else if (status?.isDirectory()) folders.add(plainPath(path).path)
    }
  }
  for (const path of triggerPaths(manifest)) await addComponent(path, true)
  folders.delete('')
  return { files, folders }
}

function localPaths({
  source,
  dependencies = {},
}: Pick<Partial<ManifestComponent>, 'source' | 'dependencies'>): string[] {
  const paths = Object.values(dependencies).flatMap(localDependency)
  return typeof source === 'string' ? [source, ...paths] : paths
}

function localDependency(dependency: ComponentDependency): string[] {
  return typeof dependency === 'object' && 'path' in dependency ? [dependency.path] : []
}

function triggerPaths({ trigger }: Manifest): string[] {
  const all = Object.values(trigger).flatMap((each) => each ?? [])
  return all.flatMap(({ dependencies = {} }) => Object.values(dependencies).flat().flatMap(localDependency))
}

/**
 * @param missingHint What to do where it is not there; without it, it need not be.
 * @returns `undefined` for what is not there and need not be.
 */
async function realComponent(
  folder: string,
  path: string,
  missingHint: string | undefined,
): Promise<string | undefined> {
  try {
    const real = await readable(folder, path)
    const { size } = await stat(real)
    if (size <= maximumComponentBytes) return real
    throw new AirlockError(
      'input-too-large',
      `${path} has ${size} bytes, more than the ${maximumComponentBytes} that are allowed.`,
      { item: path },
    )
  } catch (error) {
    if (!isMissing(error)) throw error
    if (missingHint === undefined) return undefined
    throw new AirlockError('input-not-found', `There is no ${path} in ${folder}.`, {
      item: path,
      hint: missingHint,
      cause: error,
    })
  }
}

/** The real path of a regular file that may be read. */
async function readable(folder: string, path: string): Promise<string> {
  const refusal = (reason: string, cause?: unknown) =>
    new AirlockError('input-unreadable', `${path} ${reason}.`, { item: path, cause })
  try {
    const real = await insideOf(folder, path)
    if (!(await stat(real)).isFile()) throw refusal('is not a file')
    await access(real, constants.R_OK)
    return real
  } catch (error) {
    if (error instanceof AirlockError || isMissing(error)) throw error
    throw refusal(`cannot be read (${systemErrorCode(error) || 'unknown reason'})`, error)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}
