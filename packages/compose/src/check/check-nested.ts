import { AirlockError } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'
import { findNestedItems } from '@wasm-airlock/wit-validate'

/**
 * Does each interface hold functions and types alone? What looks at the functions of an import does not see those
 * of what is nested in it.
 *
 * @param name As errors are to call the component.
 * @throws AirlockError `component-malformed`.
 */
export function checkNested(name: string, inspection: Inspection): void {
  const [found] = findNestedItems(inspection)
  if (found === undefined) return
  throw new AirlockError('component-malformed', `${name} cannot be judged: ${found.args.reason}.`, {
    item: name,
    hint: 'Build the component from WIT.',
  })
}
