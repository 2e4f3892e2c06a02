import { AirlockError, type WitFiles } from '@wasm-airlock/shared'
import { checkTargets } from '@wasm-airlock/wac'

/**
 * Makes sure that what a build tool made fits the world that it was made for. Imports of WASI that the
 * author asked for are not part of the author's world, so only exports and types count.
 *
 * @throws AirlockError `build-failed` with the mismatches.
 */
export async function checkConformance(
  component: Uint8Array,
  files: WitFiles,
  world: string,
  name: string,
): Promise<void> {
  const { mismatches } = await checkTargets(component, files, { world })
  const real = mismatches.filter(
    (mismatch) => mismatch.kind !== 'import-unexpected' || !mismatch.name.startsWith('wasi:'),
  )
  if (real.length === 0) return
  throw new AirlockError(
    'build-failed',
    `The component built from ${name} does not fit the world ${world}: ${real.map(({ side, name, reason }) => `${side} ${name}: ${reason}`).join('; ')}`,
    { item: name, details: { mismatches: real } },
  )
}
