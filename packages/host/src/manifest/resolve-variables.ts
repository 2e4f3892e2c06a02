import { AirlockError } from '@wasm-airlock/shared'
import { parseOutboundHosts } from '../outbound/hosts.ts'
import type { SpinApp } from './spin-app.ts'
import { parseTemplate, renderTemplate } from './template.ts'

/**
 * The values of an application's variables: what is given, else the defaults.
 *
 * @param given By name, as `--variable NAME=VALUE`.
 * @throws AirlockError `variable-missing` names all that are required and not given; `usage-invalid` names one
 *   that the application does not declare.
 */
export function resolveVariables(
  { name: app, variables }: SpinApp,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(variables, name))
  if (unknown !== undefined) {
    const known = Object.keys(variables)
    throw new AirlockError('usage-invalid', `${app} has no variable ${unknown}.`, {
      item: unknown,
      hint: known.length === 0 ? 'It declares no variables.' : `It declares ${known.join(', ')}.`,
    })
  }
  const values = new Map<string, string>()
  const missing: string[] = []
  for (const [name, variable] of Object.entries(variables)) {
    const value = Object.hasOwn(given, name) ? given[name] : variable.default
    if (value === undefined) missing.push(name)
    else values.set(name, value)
  }
  if (missing.length > 0) {
    throw new AirlockError('variable-missing', `${app} requires values for ${missing.join(', ')}.`, {
      item: missing[0] as string,
      hint: `Give ${missing.map((name) => `--variable ${name}=VALUE`).join(' ')}.`,
      details: { missing },
    })
  }
  return values
}

/** The templates of one component with values in them. */
export function renderAll(
  templates: Readonly<Record<string, string>>,
  values: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(templates).map(([name, text]) => [name, renderTemplate(parseTemplate(text), values)]),
  )
}

/**
 * Entries of `allowed_outbound_hosts` with values in them.
 *
 * @throws AirlockError `manifest-invalid` names one that becomes no host, as it stands in the manifest: the values
 *   may be secrets.
 */
export function renderHosts(entries: readonly string[], values: ReadonlyMap<string, string>): string[] {
  return entries.map((entry) => {
    const rendered = renderTemplate(parseTemplate(entry), values)
    try {
      parseOutboundHosts([rendered])
    } catch {
      throw new AirlockError('manifest-invalid', `${entry} is not an allowed outbound host.`, {
        item: entry,
        hint: 'Write scheme://host:port, for instance https://api.example.com, and check the values in it.',
      })
    }
    return rendered
  })
}
