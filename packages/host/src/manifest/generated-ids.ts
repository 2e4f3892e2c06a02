import type { ManifestHttpTrigger } from './types.ts'

/** The ids of triggers, with those that Spin gives to the ones that have none. */
export function triggerIds(triggers: readonly ManifestHttpTrigger[]): string[] {
  const taken = new Set(triggers.flatMap(({ id }) => (id === undefined ? [] : [id])))
  return triggers.map(({ id, component }) => {
    if (id !== undefined) return id
    const natural = typeof component === 'string' ? `${component}-http-trigger` : undefined
    const made = natural !== undefined && !taken.has(natural) ? natural : firstFree('http-trigger', taken)
    taken.add(made)
    return made
  })
}

/** The id that Spin gives to a component that stands inside a trigger. */
export function inlineId(triggerId: string, isTaken: (id: string) => boolean): string {
  const natural = `${triggerId}-component`
  if (/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(natural) && !isTaken(natural)) return natural
  return firstFree('inline-component', { has: isTaken })
}

function firstFree(prefix: string, taken: { has(id: string): boolean }): string {
  for (let counter = 1; ; counter += 1) if (!taken.has(`${prefix}${counter}`)) return `${prefix}${counter}`
}
