import { hash } from 'node:crypto'

/** Digests by name. */
export type Digests = Readonly<Record<string, string>>

/**
 * SHA-256 in hexadecimal. It is made in this thread: another one would get a copy of what may have a hundred
 * megabytes, which takes as long.
 */
export function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}

/** The digest of each. */
export function digestAll(bytes: Readonly<Record<string, Uint8Array>>): Digests {
  return Object.fromEntries(Object.entries(bytes).map(([name, each]) => [name, digestOf(each)]))
}
