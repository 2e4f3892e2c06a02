import { join } from 'node:path'
import { systemErrorCode } from '@wasm-airlock/host'
import { lock } from 'proper-lockfile'
import { unwritable } from './unwritable.ts'

/** Whoever writes into a folder holds it. */
export interface FolderLock {
  /** @throws AirlockError `output-unwritable` where somebody else took it, as after a long sleep of the machine. */
  readonly check: () => void
  readonly release: () => Promise<void>
}

/**
 * Sees to it that nobody else of Airlock writes into a folder. A lock whose owner died is taken over after 30 s.
 *
 * @param folder Real path.
 * @throws AirlockError `output-unwritable` where it is held; what the file system throws.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const held = (cause?: unknown) =>
    unwritable(
      folder,
      'is being written by another run',
      'Run the command again when the other one has ended.',
      cause,
    )
  let isLost = false
  try {
    const release = await lock(folder, {
      lockfilePath: join(folder, '.airlock-app.lock'),
      realpath: false,
      stale: 30_000,
      update: 5_000,
      onCompromised: () => {
        isLost = true
      },
    })
    return {
      check: () => {
        if (isLost) throw held()
      },
      // One that somebody else took over is not ours to release.
      release: () => release().catch(() => undefined),
    }
  } catch (error) {
    throw systemErrorCode(error) === 'ELOCKED' ? held(error) : error
  }
}
