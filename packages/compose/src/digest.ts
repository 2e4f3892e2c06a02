import { createHash, hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

/** Digests by name. */
export type Digests = Readonly<Record<string, string>>

/** Bytes between two looks at what else there is to do: a tenth of a millisecond. */
const sliceBytes = 256 * 1024

/** SHA-256 in hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}

/**
 * The digest of each, made while files are written. It is made in this thread: another one would get a copy of what
 * may have a hundred megabytes, which takes as long.
 */
export async function digestAll(bytes: Readonly<Record<string, Uint8Array>>): Promise<Digests> {
  const digests: [string, string][] = []
  for (const [name, each] of Object.entries(bytes)) {
    const sha256 = createHash('sha256')
    for (let at = 0; at < each.length; at += sliceBytes) {
      sha256.update(each.subarray(at, at + sliceBytes))
      await setImmediate()
    }
    digests.push([name, sha256.digest('hex')])
  }
  // Whatever a file is called, it is a name here.
  return Object.fromEntries(digests)
}
