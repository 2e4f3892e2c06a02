import type { Input } from './check/check-inputs.ts'
import type { CompositionPlan } from './options.ts'

/** What the marker file says of a composition: nothing that differs where the input is the same. */
export async function recordOf(
  { name, mode, components }: CompositionPlan,
  inputs: readonly Input[],
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Readonly<Record<string, unknown>>> {
  const composed = Object.entries(files).map(async ([file, bytes]) => ({ file, sha256: await sha256(bytes) }))
  const plugs = inputs.map(async (input) => ({ name: input.name, sha256: await sha256(input.component) }))
  return {
    application: name,
    mode,
    composed: await Promise.all(composed),
    plugs: await Promise.all(plugs),
    components: components.map(({ id, connections, openImports }) => ({ id, connections, openImports })),
  }
}

/** In a thread of the engine: the work goes on meanwhile. */
async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return Buffer.from(digest).toString('hex')
}
