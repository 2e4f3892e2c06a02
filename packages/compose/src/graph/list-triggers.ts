import type { Manifest, ManifestComponent, ManifestTrigger } from '@wasm-airlock/host'
import type { AppComponent } from '../app/read-app-folder.ts'

/** A trigger, and the ids of the components that it runs. */
export interface ListedTrigger {
  readonly kind: string
  readonly trigger: ManifestTrigger
  readonly runs: readonly { readonly role: string; readonly component: string }[]
}

type Reference = string | ManifestComponent

/**
 * Finds what each trigger of a manifest runs.
 *
 * @param components Of the same manifest, those inside of triggers with the ids that Spin gives them.
 */
export function listTriggers(manifest: Manifest, components: readonly AppComponent[]): ListedTrigger[] {
  const ids = new Map(components.map(({ place, id }) => [JSON.stringify(place), id]))
  const idOf = (reference: Reference, place: readonly (string | number)[]): string =>
    typeof reference === 'string' ? reference : (ids.get(JSON.stringify(place)) ?? String(place.at(-1)))
  return Object.entries(manifest.trigger).flatMap(([kind, triggers]) =>
    triggers.map((trigger, index) => ({
      kind,
      trigger,
      runs: references(trigger).map(({ role, path, reference }) => ({
        role,
        component: idOf(reference, ['trigger', kind, index, ...path]),
      })),
    })),
  )
}

function references({ component, components = {} }: ManifestTrigger) {
  const found: { role: string; path: (string | number)[]; reference: Reference }[] = []
  if (component !== undefined) found.push({ role: 'component', path: ['component'], reference: component })
  for (const [role, value] of Object.entries(components)) {
    if (isList(value)) {
      for (const [index, reference] of value.entries()) {
        found.push({ role, path: ['components', role, index], reference })
      }
    } else found.push({ role, path: ['components', role], reference: value })
  }
  return found
}

function isList(value: Reference | readonly Reference[]): value is readonly Reference[] {
  return Array.isArray(value)
}
