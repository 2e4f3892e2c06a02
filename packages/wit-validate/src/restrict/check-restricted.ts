import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { checkTargets, decodeWit, inspectComponent } from '@wasm-airlock/wac'
import type { Policy } from '../policy/policy.ts'
import { listDenials } from './denials.ts'

/**
 * Is it what was promised: valid, without what is denied, and of the same world otherwise?
 *
 * @param restricted What was made of the component.
 * @param original The component, or its skeleton.
 * @returns The imports that are left.
 * @throws AirlockError `internal` where it is not: that is a defect, and nobody may take it for a success.
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
  const { mismatches } = await checkTargets(restricted, await decodeWit(original), { world: 'root' })
  const [mismatch] = mismatches
  if (mismatch !== undefined) throw broken(`${mismatch.side} ${mismatch.name}: ${mismatch.reason}`)
  return after.imports.map(({ name, kind, functions }) => ({ name, kind, functions }))
}

function broken(reason: string): AirlockError {
  return new AirlockError('internal', `The restricted component is not what it should be: ${reason}.`, {
    hint: 'This is a defect of @wasm-airlock/wit-validate: report it there, with the component.',
    details: { reason },
  })
}
