import type { CompositionPlan } from './options.ts'

/** Digests by name. */
export type Digests = Readonly<Record<string, string>>

/** What the marker file says of a composition: nothing that differs where the input is the same. */
export function recordOf(
  { name, mode, components }: CompositionPlan,
  plugs: Digests,
  composed: Digests,
): Readonly<Record<string, unknown>> {
  return {
    application: name,
    mode,
    composed: Object.entries(composed).map(([file, sha256]) => ({ file, sha256 })),
    plugs: Object.entries(plugs).map(([name, sha256]) => ({ name, sha256 })),
    components: components.map(({ id, connections, openImports }) => ({ id, connections, openImports })),
  }
}

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
