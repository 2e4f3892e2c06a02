import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { stateFolder } from '@wasm-airlock/shared/folders'

/** Where deployments are kept. */
export interface StateOptions {
  /** Folder of the state. @default `AIRLOCK_STATE_DIR` of the environment, else the user's data folder */
  readonly stateDir?: string
}

/** The folder that holds one folder a deployment. */
export function deploymentsFolder({ stateDir }: StateOptions = {}): string {
  return join(stateFolder(stateDir), 'deployments')
}

/** The name of an application, made safe for a file name and an argument, and a random end: `prompt-app-3f9a1c`. */
export function createId(name: string): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `${readable || 'app'}-${randomBytes(3).toString('hex')}`
}

/**
 * The folder of one deployment.
 *
 * @throws AirlockError `deployment-unknown` for what cannot be an id.
 */
export function deploymentFolder(id: string, options: StateOptions): string {
  if (!/^[a-z0-9][a-z0-9-]{0,60}$/.test(id)) throw deploymentUnknown(id)
  return join(deploymentsFolder(options), id)
}

/** The error for an id that names nothing. */
export function deploymentUnknown(id: string): AirlockError {
  return new AirlockError('deployment-unknown', `There is no deployment ${JSON.stringify(id)}.`, {
    item: id,
    step: 'deploy',
  })
}

/**
 * Makes the folder of a new deployment, for the user alone.
 *
 * @throws AirlockError `output-unwritable` where the state cannot be written.
 */
export async function createDeploymentFolder(
  name: string,
  options: StateOptions,
): Promise<{ readonly id: string; readonly folder: string }> {
  const parent = deploymentsFolder(options)
  const id = createId(name)
  const folder = join(parent, id)
  try {
    await makeFolder(parent)
    await chmod(parent, 0o700)
    await sweep(parent)
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    throw stateUnwritable(folder, error)
  }
  return { id, folder }
}

/** A recursive `mkdir` never ends where no folder can be made, as below `/proc`. */
async function makeFolder(path: string): Promise<void> {
  const make = () =>
    mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await make()
  })
}

/** Removes what commands left that were killed before their deployment had a record, an hour ago or more. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name)
    if (await stat(join(folder, 'deployment.json')).catch(() => undefined)) continue
    const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > 3_600_000) await rm(folder, { recursive: true, force: true })
  }
}

/** The error for a state folder that refuses a write. */
export function stateUnwritable(path: string, cause: unknown): AirlockError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
  return new AirlockError('output-unwritable', `${path} cannot be written (${reason}).`, {
    item: path,
    hint: 'Check the permissions and the free space, or name another state folder.',
    step: 'deploy',
    cause,
  })
}

/** The ids of all folders that may be deployments. */
export async function listIds(options: StateOptions): Promise<readonly string[]> {
  const folder = deploymentsFolder(options)
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new AirlockError('input-unreadable', `${folder} cannot be read.`, {
      item: folder,
      step: 'deploy',
      cause,
    })
  }
}
