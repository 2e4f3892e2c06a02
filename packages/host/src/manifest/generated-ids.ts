import type { ManifestTrigger } from './types.ts'

/**
 * The ids of the triggers of one kind, with those that Spin gives to the ones that have none.
 *
 * @param kind `http`.
 * @param taken Ids that triggers of any kind have; those that are given are added.
 */
export function triggerIds(
  triggers: readonly ManifestTrigger[],
  kind = 'http',
  taken = new Set(triggers.flatMap(({ id }) => (id === undefined ? [] : [id]))),
): string[] {
  return triggers.map(({ id, component }) => {
    if (id !== undefined) return id
    const natural = typeof component === 'string' ? `${component}-${kind}-trigger` : undefined
    const made = natural !== undefined && !taken.has(natural) ? natural : firstFree(`${kind}-trigger`, taken)
    taken.add(made)
    return made
  })
}

/**
 * The id that Spin gives to a component that stands inside a trigger.
 *
 * @param isOnly Does the trigger name no other component?
 */
export function inlineId(triggerId: string, isTaken: (id: string) => boolean, isOnly = true): string {
  const natural = `${triggerId}-component`
  if (isOnly && /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(natural) && !isTaken(natural)) return natural
  return firstFree('inline-component', { has: isTaken })
}

function firstFree(prefix: string, taken: { has(id: string): boolean }): string {
  for (let counter = 1; ; counter += 1) if (!taken.has(`${prefix}${counter}`)) return `${prefix}${counter}`
}
