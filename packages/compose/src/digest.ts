/** Digests by name. */
export type Digests = Readonly<Record<string, string>>

const known = new WeakMap<Uint8Array, Promise<string>>()

/**
 * SHA-256 in hexadecimal. It happens in a thread of the engine: whoever needs it later asks for it twice.
 *
 * @param bytes What nobody changes any more.
 */
export function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = known.get(bytes) ?? makeDigest(bytes)
  known.set(bytes, digest)
  return digest
}

async function makeDigest(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex')
}

/** The digest of each. */
export async function digestAll(bytes: Readonly<Record<string, Uint8Array>>): Promise<Digests> {
  const entries = Object.entries(bytes).map(async ([name, each]) => [name, await digestOf(each)] as const)
  return Object.fromEntries(await Promise.all(entries))
}
