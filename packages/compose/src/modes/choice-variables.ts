import { AirlockError } from '@wasm-airlock/shared'
import type { AppComponent, AppFolder } from '../app/read-app-folder.ts'
import type { Middleware } from '../document/middleware.ts'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import { listNames } from '../match/names.ts'

/**
 * What a choice needs in the manifest: a variable of the application, and the component's share in it.
 *
 * @throws AirlockError `manifest-invalid` where it is there and names none of the components.
 */
export function choiceVariables(
  { manifest }: AppFolder,
  { place, manifest: component }: AppComponent,
  middlewares: readonly Middleware[],
): ManifestEdit[] {
  const choice = middlewares.find(({ variable }) => variable !== undefined)
  if (choice?.variable === undefined) return []
  const { variable, links } = choice
  const declared = manifest.variables ?? {}
  const share = Object.hasOwn(component.variables ?? {}, variable)
    ? component.variables?.[variable]
    : undefined
  const edits: ManifestEdit[] = []
  if (!Object.hasOwn(declared, variable)) {
    edits.push({ path: ['variables', variable], value: { default: links[0] ?? '' } })
  }
  if (share === undefined) {
    edits.push({ path: [...place, 'variables', variable], value: `{{ ${variable} }}` })
  }
  const first = { [variable]: { default: links[0] ?? '' } }
  const value = expand(share ?? `{{ ${variable} }}`, { ...first, ...declared })
  if (value === undefined || links.includes(value)) return edits
  const isOwn = share !== undefined && share.replaceAll(' ', '') !== `{{${variable}}}`
  const path = (isOwn ? [...place, 'variables', variable] : ['variables', variable, 'default']).join('.')
  const reason = `its value ${JSON.stringify(value)} is none of ${listNames(links)}, among which ${variable} is to choose`
  throw new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${path}: ${reason}.`, {
    item: path,
    hint: `Write one of these names there, or choose by another variable than ${variable}.`,
    details: { problems: [{ path, message: reason }], components: links },
  })
}

/** @returns `undefined` where only whoever runs the application knows it, or nobody may. */
function expand(
  template: string,
  variables: Readonly<Record<string, { readonly default?: string; readonly secret?: boolean }>>,
): string | undefined {
  let isKnown = true
  const value = template.replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, (_, name: string) => {
    const { default: known, secret } = Object.hasOwn(variables, name) ? (variables[name] ?? {}) : {}
    if (known === undefined || secret === true) isKnown = false
    return known ?? ''
  })
  return isKnown ? value : undefined
}
