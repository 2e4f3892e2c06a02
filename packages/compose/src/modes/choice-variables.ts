import type { AppComponent, AppFolder } from '../app/read-app-folder.ts'
import type { Middleware } from '../document/middleware.ts'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'

/** What a choice needs in the manifest: a variable of the application, and the component's share in it. */
export function choiceVariables(
  { manifest }: AppFolder,
  { place, manifest: component }: AppComponent,
  middlewares: readonly Middleware[],
): ManifestEdit[] {
  const choice = middlewares.find(({ variable }) => variable !== undefined)
  if (choice?.variable === undefined) return []
  const { variable, links } = choice
  const edits: ManifestEdit[] = []
  if (!Object.hasOwn(manifest.variables ?? {}, variable)) {
    edits.push({ path: ['variables', variable], value: { default: links[0] ?? '' } })
  }
  if (!Object.hasOwn(component.variables ?? {}, variable)) {
    edits.push({ path: [...place, 'variables', variable], value: `{{ ${variable} }}` })
  }
  return edits
}
