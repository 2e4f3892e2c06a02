import type { Manifest, ManifestComponent, ManifestTrigger } from '@wasm-airlock/host'
import type { AppComponent } from '../app/read-app-folder.ts'

/** A trigger, and the ids of the components that it runs. */
export interface ListedTrigger {
  readonly kind: string
  readonly trigger: ManifestTrigger
  readonly runs: readonly { readonly role: string; readonly component: string }[]
}

/**
 * Finds every component of a manifest, also those that stand inside of triggers, which get the ids that Spin
 * gives them where it is one of an HTTP trigger, and such ids elsewhere.
 *
 * @returns The components in the order of the manifest, named ones first, and the triggers with what they run.
 */
export function listComponents(manifest: Manifest): {
  components: AppComponent[]
  triggers: ListedTrigger[]
} {
  const components: AppComponent[] = Object.entries(manifest.component ?? {}).map(([id, component]) => ({
    id,
    place: ['component', id],
    manifest: component,
  }))
  const taken = new Set(components.map(({ id }) => id))
  const name = (triggerId: string): string => {
    const natural = `${triggerId}-component`
    const fits = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(natural) && !taken.has(natural)
    const id = fits ? natural : firstFree('inline-component', taken)
    taken.add(id)
    return id
  }
  const triggers = Object.entries(manifest.trigger).flatMap(([kind, list]) => {
    const ids = triggerIds(kind, list)
    return list.map((trigger, index): ListedTrigger => {
      const place = ['trigger', kind, index]
      const runs = references(trigger).map(({ role, path, reference }) => {
        if (typeof reference === 'string') return { role, component: reference }
        const id = name(ids[index] as string)
        components.push({ id, place: [...place, ...path], manifest: reference })
        return { role, component: id }
      })
      return { kind, trigger, runs }
    })
  })
  return { components, triggers }
}

function references({ component, components = {} }: ManifestTrigger) {
  const found: { role: string; path: (string | number)[]; reference: string | ManifestComponent }[] = []
  if (component !== undefined) found.push({ role: 'component', path: ['component'], reference: component })
  for (const [role, value] of Object.entries(components)) {
    const path = ['components', role]
    if (isList(value))
      for (const [index, reference] of value.entries())
        found.push({ role, path: [...path, index], reference })
    else found.push({ role, path, reference: value })
  }
  return found
}

type Reference = string | ManifestComponent

function isList(value: Reference | readonly Reference[]): value is readonly Reference[] {
  return Array.isArray(value)
}

function triggerIds(kind: string, triggers: readonly ManifestTrigger[]): string[] {
  const taken = new Set(triggers.flatMap(({ id }) => (id === undefined ? [] : [id])))
  return triggers.map(({ id, component }) => {
    if (id !== undefined) return id
    const natural = typeof component === 'string' ? `${component}-${kind}-trigger` : undefined
    const made = natural !== undefined && !taken.has(natural) ? natural : firstFree(`${kind}-trigger`, taken)
    taken.add(made)
    return made
  })
}

function firstFree(prefix: string, taken: ReadonlySet<string>): string {
  for (let counter = 1; ; counter += 1) if (!taken.has(`${prefix}${counter}`)) return `${prefix}${counter}`
}
