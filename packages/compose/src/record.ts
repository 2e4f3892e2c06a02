import { hash } from 'node:crypto'
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

/**
 * SHA-256 of each, in hexadecimal. It is made in this thread: another one would get a copy of what may have a
 * hundred megabytes, which takes as long.
 */
export function digestAll(bytes: Readonly<Record<string, Uint8Array>>): Digests {
  return Object.fromEntries(Object.entries(bytes).map(([name, each]) => [name, hash('sha256', each)]))
}
