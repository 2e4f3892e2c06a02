import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
  }
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
