import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'
import { O_PATH } from './resolve.ts'
import type { Entry } from './table.ts'

/** A folder of the host that a guest may use. */
export interface Preopen {
  /** Path of an existing folder on the host; links in it are followed once, when the folder is opened. */
  readonly host: string
  /** What the guest calls it, from `/`: `/data`. */
  readonly guest: string
  /** May the guest change anything in it? @default false */
  readonly writable?: boolean
}

/**
 * Opens the granted folders; they stay the ones that they are, whatever is renamed later.
 *
 * @throws AirlockError `grants-invalid` names the folder that cannot be opened.
 */
export async function openPreopens(preopens: readonly Preopen[]): Promise<Entry[]> {
  if (preopens.length > 0 && process.platform !== 'linux') {
    throw new AirlockError('grants-invalid', 'Folders can be granted on Linux only.', {
      item: 'preopens',
      hint: 'Paths are confined by way of /proc/self/fd, which other systems do not have.',
    })
  }
  const opened: Entry[] = []
  try {
    for (const { host, writable = false } of preopens) {
      const handle = await open(host, O_PATH | constants.O_DIRECTORY).catch((cause: unknown) => {
        throw new AirlockError(
          'grants-invalid',
          `The folder ${host} cannot be granted: it cannot be opened.`,
          {
            item: host,
            hint: 'Name a folder that exists, and that you may read.',
            cause,
          },
        )
      })
      opened.push({ handle, type: 'directory', read: true, write: false, writable, knownSize: 0 })
    }
    return opened
  } catch (error) {
    await Promise.all(opened.map(({ handle }) => handle.close()))
    throw error
  }
}
