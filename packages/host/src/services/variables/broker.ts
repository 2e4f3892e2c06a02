import type { Say } from '../../say.ts'
import { type AnsweredBy, type Handler, serveOperation } from '../broker.ts'
import { getVariable, listVariables } from './calls.ts'

/**
 * Tells a guest its variables.
 *
 * @param variables Of its component, by name; their values are never logged.
 * @param option What the log names as the place to add what is missing.
 */
export function createVariableHandlers(
  variables: ReadonlyMap<string, string>,
  say: Say,
  option = 'variables of the component in spin.toml',
): readonly (readonly [string, Handler])[] {
  return [
    serveOperation(getVariable, async ({ name }): Promise<AnsweredBy<typeof getVariable>> => {
      const value = variables.get(name)
      if (value !== undefined) return { answer: { tag: 'ok', value } }
      say(`There is no variable ${name}: add it to ${option}.`)
      return { answer: { tag: 'undefined', message: `no variable ${JSON.stringify(name)}` } }
    }),
    serveOperation(listVariables, async () => ({ answer: { variables: [...variables] } })),
  ]
}
