import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { checkTargets, decodeWit, inspectComponent } from '@wasm-airlock/wac'
import type { Policy } from '../policy/policy.ts'
import { toWorldItem } from '../world-item.ts'
import { listDenials } from './denials.ts'

/**
 * Is it what was promised: valid, without what is denied, and of the same world otherwise?
 *
 * @param restricted What was made of the component.
 * @param original The component, or its skeleton.
 * @returns The imports that are left.
 * @throws AirlockError `internal` where it is not: that is a defect, and nobody may take it for a success;
 *   `restrict-refused` where that cannot be compared.
 */
export async function checkRestricted(
  restricted: Uint8Array,
  original: Uint8Array,
  policy: Policy,
): Promise<WorldItem[]> {
  const [after, before] = await Promise.all([inspectComponent(restricted), inspectComponent(original)])
  if (after.invalid !== null) throw broken(`it is not valid: ${after.invalid.reason}`)
  const [denial] = listDenials(after.imports, policy)
  if (denial !== undefined) throw broken(`it still imports ${denial.import}`)
  const known = new Set(before.imports.map(({ name }) => name))
  const added = after.imports.find(({ name }) => !known.has(name))
  if (added !== undefined) throw broken(`it imports ${added.name}, which the component did not`)
  const names = (items: readonly WorldItem[]) => items.map(({ name }) => name).sort()
  if (String(names(after.exports)) !== String(names(before.exports)))
    throw broken('its exports are not the same')
  const { mismatches } = await compareWorlds(restricted, original)
  const [mismatch] = mismatches
  if (mismatch !== undefined) throw broken(`${mismatch.side} ${mismatch.name}: ${mismatch.reason}`)
  return after.imports.map(toWorldItem)
}

/** Does it fit the world of the original? */
async function compareWorlds(restricted: Uint8Array, original: Uint8Array) {
  try {
    return await checkTargets(restricted, await decodeWit(original), { world: 'root' })
  } catch (error) {
    if (!(error instanceof AirlockError) || error.code === 'internal') throw error
    // Names that are valid and yet cannot stand in one package, such as an interface that is called as its world.
    throw new AirlockError('restrict-refused', `Its world cannot be told in WIT: ${error.message}`, {
      hint: 'Restrict a component whose imports and exports are interfaces and functions of WIT.',
      cause: error,
    })
  }
}

function broken(reason: string): AirlockError {
  return new AirlockError('internal', `The restricted component is not what it should be: ${reason}.`, {
    hint: 'This is a defect of @wasm-airlock/wit-validate: report it there, with the component.',
    details: { reason },
  })
}
