/** Thrown where something is found whose state is hidden. */
export class Hidden extends Error {}

/** Has it the same entries, in the same order? */
export function isSameMap(
  map: ReadonlyMap<unknown, unknown>,
  before: readonly (readonly [unknown, unknown])[],
): boolean {
  let index = 0
  for (const [key, value] of map) {
    const entry = before[index++]
    if (entry === undefined || entry[0] !== key || entry[1] !== value) return false
  }
  return index === before.length
}

/** Has it the same members, in the same order? */
export function isSameSet(set: ReadonlySet<unknown>, before: readonly unknown[]): boolean {
  let index = 0
  for (const value of set) if (before[index++] !== value) return false
  return index === before.length
}

/** A resource of the host whose handle the guest has not dropped. */
export function dispose(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const method: unknown = Reflect.get(value, Symbol.dispose)
  if (typeof method === 'function') method.call(value)
}

/** A counter of what goes on, or an error that was met; classes count what they have made. */
export function isUnderWay(now: unknown, owner: object): boolean {
  return (
    now instanceof Error || (typeof now === 'number' && typeof owner !== 'function' && !Array.isArray(owner))
  )
}

/** Is it a class, which may have properties of its own? */
export function isClass(value: object): boolean {
  return (
    typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  )
}

/** Has it no state, whatever was done with it? */
export function isStateless(value: object): boolean {
  return (
    value instanceof TextEncoder ||
    value instanceof TextDecoder ||
    value instanceof WebAssembly.Module ||
    value instanceof WebAssembly.Suspending ||
    Object.prototype.toString.call(value) === '[object Generator]'
  )
}

/**
 * The names of its properties that can be assigned.
 *
 * @throws Hidden where one is a function that may do anything.
 */
export function writableKeys(value: object): (string | symbol)[] {
  return Reflect.ownKeys(value).filter((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key)
    if (descriptor?.get !== undefined) throw new Hidden(`an accessor ${String(key)}`)
    return descriptor?.writable
  })
}

/** Takes away all that can be assigned but these; `false` where something stays. */
export function removeAdded(value: object, keys: readonly (string | symbol)[]): boolean {
  const kept = new Set<string | symbol>(keys)
  for (const key of Reflect.ownKeys(value)) {
    if (
      Object.getOwnPropertyDescriptor(value, key)?.writable &&
      !kept.has(key) &&
      !Reflect.deleteProperty(value, key)
    )
      return false
  }
  return true
}
