import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'

/** A folder that is gone when it is no longer needed. */
export interface TempFolder {
  /** Real path. */
  readonly path: string
  /** Removes the folder. Safe to call twice. */
  remove(): Promise<void>
}

/** Waits for the end of its standard input, which comes when this process ends in whatever way. */
const KEEP = 'read -r _; rm -rf -- "$0"'

/** What a user can mend, by the code that the system gives it. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'it is read-only',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
}

/**
 * Makes a folder that is removed by `remove`, or by a small process beside this one should this one die.
 *
 * @throws AirlockError `output-unwritable` where there is no room or no permission for it.
 */
export async function createTempFolder(): Promise<TempFolder> {
  const parent = tmpdir()
  const path = await makeFolder(parent)
  const keeper = spawn('/bin/sh', ['-c', KEEP, path], {
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  keeper.stdin.on('error', () => {})
  keeper.unref()
  const ended = once(keeper, 'close')
  return {
    path,
    remove: async () => {
      keeper.ref()
      await rm(path, { recursive: true, force: true })
      keeper.stdin.end()
      await ended
    },
  }
}

async function makeFolder(parent: string): Promise<string> {
  try {
    return await realpath(await mkdtemp(join(parent, 'airlock-guest-')))
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']
    if (reason === undefined) throw error
    throw new AirlockError(
      'output-unwritable',
      `The temporary folder ${parent} cannot be written: ${reason}.`,
      {
        item: parent,
        hint: 'Free some space, or let TMPDIR name a folder that can be written.',
        cause: error,
      },
    )
  }
}
