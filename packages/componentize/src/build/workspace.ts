import { lstat, mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AirlockError, type ErrorCode } from '@wasm-airlock/shared'

/** The folders of one build; all of them vanish with it. */
export interface Workspace {
  readonly root: string
  /** The throw-away copy of the source. */
  readonly source: string
  readonly wit: string
  /** An empty folder: the whole PATH of a build tool. */
  readonly empty: string
  /** Nothing inherited, nothing of the machine: home and temporary files inside the workspace. */
  readonly env: Readonly<Record<string, string>>
}

const PREFIX = 'airlock-build-'
/** Longer than any build; what is older was left by a run that was killed. */
const STALE_MS = 24 * 60 * 60 * 1000
/** A build that fails where less than this is free has failed for want of room: 16 MiB. */
const FULL_BYTES = 16 * 1024 ** 2
/** What a copy or a build that found no room is called where it fails. */
const CODES_OF_A_FULL_DISK: ReadonlySet<ErrorCode> = new Set(['build-failed', 'input-unreadable'])

/**
 * Makes a workspace, lends it to `work` and removes it, however `work` ends.
 */
export async function withWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  await sweepStale(tmpdir())
  const root = await mkdtemp(join(tmpdir(), PREFIX))
  try {
    const [source, wit, empty, home, temporary] = (await Promise.all(
      ['source', 'wit', 'empty', 'home', 'tmp'].map(async (name) => {
        const path = join(root, name)
        await mkdir(path)
        return path
      }),
    )) as [string, string, string, string, string]
    const env = { PATH: empty, HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8' }
    return await work({ root, source, wit, empty, env })
  } catch (error) {
    throw (await findWantOfRoom(root, error)) ?? error
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Build tools say in many ways that a disk is full; how much of it is free says it in one. */
async function findWantOfRoom(root: string, error: unknown): Promise<AirlockError | undefined> {
  // What says something of the source itself, or of an interruption, stays.
  if (error instanceof AirlockError && !CODES_OF_A_FULL_DISK.has(error.code)) return undefined
  if (error instanceof Error && error.name === 'AbortError') return undefined
  const { bavail, bsize } = await statfs(root)
  if (bavail * bsize >= FULL_BYTES) return undefined
  return new AirlockError(
    'output-unwritable',
    `The temporary folder ${tmpdir()} has no room for the build.`,
    {
      item: tmpdir(),
      hint: 'Free some space, or let TMPDIR name a folder with more.',
      cause: error,
    },
  )
}

/** Removes the workspaces of this user that nobody removed; what cannot be removed stays. */
async function sweepStale(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX))
  for (const path of names.map((name) => join(folder, name))) {
    const stat = await lstat(path).catch(() => undefined)
    if (stat === undefined || !stat.isDirectory() || stat.uid !== process.getuid?.()) continue
    if (Date.now() - stat.mtimeMs > STALE_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
