import { lstat } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * Checks that nobody but this user (and root) may write to a folder, because programs are run from it. One
 * that is not there is fine. The cache of transpiled code checks its folder by the same rule.
 *
 * @throws AirlockError `tool-install-failed` where it is somebody else's, where group or others may write,
 *   and where it is no folder.
 */
export async function checkPrivate(folder: string): Promise<void> {
  const stat = await lstat(folder).catch(() => undefined)
  if (stat === undefined) return
  const isOurs = stat.uid === process.getuid?.() || stat.uid === 0
  if (isOurs && stat.isDirectory() && (stat.mode & 0o022) === 0) return
  throw new AirlockError('tool-install-failed', `Others may write to ${folder}, so nothing in it is run.`, {
    item: folder,
    hint: 'Remove it or take that right away (chmod go-w), or set AIRLOCK_CACHE_DIR to a folder of your own.',
  })
}
