import { inlineId, type Manifest, type ManifestComponent, triggerIds } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import type { AppComponent } from './read-app-folder.ts'

/**
 * Every component of a manifest, whether a trigger runs it or not: those of `[component.ID]` first, then those that
 * stand inside of triggers, with the ids that Spin gives them.
 */
export function listComponents({ component = {}, trigger }: Manifest): AppComponent[] {
  const components = new Map<string, AppComponent>()
  for (const [id, manifest] of Object.entries(component)) {
    components.set(id, { id, place: ['component', id], manifest })
  }
  const isTaken = (id: string) => components.has(id)
  const triggers = Object.entries(trigger)
  const taken = new Set(
    triggers.flatMap(([, all]) => all.flatMap(({ id }) => (id === undefined ? [] : [id]))),
  )
  const named = triggers.map(([kind, all]) => ({ kind, all, ids: triggerIds(all, kind, taken) }))
  for (const { kind, all, ids } of named) {
    for (const [index, each] of all.entries()) {
      const place = ['trigger', kind, index]
      const references = referencesOf(place, each)
      for (const { place, value } of references) {
        if (typeof value === 'string') continue
        const id = inlineId(ids[index] ?? '', isTaken, references.length === 1)
        components.set(id, { id, place, manifest: value })
      }
    }
  }
  return [...components.values()]
}

/**
 * Is every component there that a trigger names?
 *
 * @throws AirlockError `manifest-invalid`.
 */
export function checkReferences({ trigger }: Manifest, components: readonly AppComponent[]): void {
  const ids = new Set(components.map(({ id }) => id))
  for (const [kind, all] of Object.entries(trigger)) {
    for (const [index, each] of all.entries()) {
      const missing = referencesOf(['trigger', kind, index], each).find(
        ({ value }) => typeof value === 'string' && !ids.has(value),
      )
      if (missing === undefined) continue
      const item = missing.place.join('.')
      const reason = `there is no component ${missing.value}`
      throw new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${item}: ${reason}.`, {
        item,
        hint: `Name one of the components: ${[...ids].slice(0, 20).join(', ')}.`,
        details: { problems: [{ path: item, message: reason }] },
      })
    }
  }
}

interface Reference {
  readonly place: readonly (string | number)[]
  readonly value: string | ManifestComponent
}

/** What a trigger names or holds: one component, or several under names of its own. */
function referencesOf(
  place: readonly (string | number)[],
  { component, components = {} }: Manifest['trigger'][string][number],
): Reference[] {
  const several = Object.entries(components).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((item, index) => ({ place: [...place, 'components', name, index], value: item }))
      : [{ place: [...place, 'components', name], value: value as string | ManifestComponent }],
  )
  return component === undefined
    ? several
    : [{ place: [...place, 'component'], value: component }, ...several]
}
