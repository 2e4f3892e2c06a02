import type { Manifest } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * Checks that an application can be deployed, which gives no values, before anything is made for it.
 *
 * @throws AirlockError `variable-missing`, in the words that `deployApp` has.
 */
export function checkVariables({ application, variables = {} }: Manifest): void {
  const missing = Object.keys(variables).filter((each) => variables[each]?.default === undefined)
  const [first] = missing
  if (first === undefined) return
  throw new AirlockError(
    'variable-missing',
    `${application.name} requires values for ${missing.join(', ')}.`,
    {
      item: first,
      hint: 'A deployment takes no values: give each a default in [variables] of spin.toml.',
      step: 'deploy',
      details: { missing },
    },
  )
}
