import { AirlockError } from '@wasm-airlock/shared'
import { type Joined, openOf } from '../document/join-group.ts'
import { type Refusal, refuseAll } from '../match/failures.ts'
import { findNearMisses } from '../match/near-misses.ts'
import type { ComposeMode } from '../options.ts'
import { checkImports } from './check-imports.ts'

/**
 * May this be composed? An import that a component fits by its name alone would stay open, and fail when it is
 * called; what the components leave open themselves is for their policies.
 *
 * @throws AirlockError `plug-unmatched`, `compose-failed`, `import-not-granted`.
 */
export function checkGroup(appName: string, joined: Joined, mode: ComposeMode): void {
  const { socket, inputs, wiring } = joined
  const given = new Set(wiring.arguments.map((each) => each.import))
  const open = socket.open.map(({ name }) => name).filter((name) => !given.has(name))
  const refusals = inputs.flatMap((input): Refusal[] => {
    const exports = input.inspection.exports.map(({ name }) => name)
    const nearMisses = findNearMisses(input.name, exports, socket.id, open)
    return nearMisses.length === 0 ? [] : [{ input, nearMisses, openImports: open }]
  })
  if (refusals.length > 0) throw refuseAll(appName, refusals)

  const used = new Set(wiring.instances.map(({ name }) => name))
  const idle = inputs.find(({ name }) => !used.has(name))
  if (idle !== undefined) {
    throw new AirlockError('plug-unmatched', `Nothing of ${idle.name} would be used in ${socket.id}.`, {
      item: idle.name,
      hint: 'Leave it out.',
    })
  }
  for (const input of inputs) checkImports(socket.id, input, openOf(joined, input), mode)
}
