import { mkdir, mkdtemp, rm } from 'node:fs/promises'
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

/**
 * Makes a workspace, lends it to `work` and removes it, however `work` ends.
 */
export async function withWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'airlock-build-'))
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
