import { AirlockError } from '@wasm-airlock/shared'

/**
 * Checks that an application can be deployed without values for its variables: a deployment is given none, so there
 * has to be a default for each.
 *
 * @param application Its name, for the error.
 * @param variables `[variables]` of its manifest, by name.
 * @throws AirlockError `variable-missing` names all that have no default (`details.missing`).
 *
 * @example
 * checkVariables(app.name, app.variables) // of readSpinApp
 */
export function checkVariables(
  application: string,
  variables: Readonly<Record<string, { readonly default?: string }>>,
): void {
  const missing = Object.keys(variables).filter((each) => variables[each]?.default === undefined)
  const [first] = missing
  if (first === undefined) return
  throw new AirlockError('variable-missing', `${application} requires values for ${missing.join(', ')}.`, {
    item: first,
    hint: 'A deployment takes no values: give each a default in [variables] of spin.toml.',
    step: 'deploy',
    details: { missing },
  })
}
