import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that is gone when it is no longer needed. */
export interface TempFolder {
  /** Real path. */
  readonly path: string
  /** Removes the folder. Safe to call twice. */
  remove(): Promise<void>
}

/** Waits for the end of its standard input, which comes when this process ends in whatever way. */
const KEEP = 'read -r _; rm -rf -- "$0"'

/** Makes a folder that is removed by `remove`, or by a small process beside this one should this one die. */
export async function createTempFolder(): Promise<TempFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'airlock-guest-')))
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
