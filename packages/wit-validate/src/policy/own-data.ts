import { MAX_PATTERN_LENGTH } from './pattern.ts'

/** The most rules in each of the two lists. */
export const MAX_RULES = 2000

/** There are fewer keys than this, so that of as many some are not known. */
const MAX_KEYS = 100

/** A policy is lists in an object, or limits in one; what lies deeper is of a wrong type further out. */
const MAX_DEPTH = 2

/** Comes in place of what is no plain data, and no schema takes it; `undefined` would be a key left out. */
const NOT_PLAIN = Symbol('not plain')

/**
 * A copy of what may be a policy, with own keys only and of a size that is soon checked. What is inherited stands
 * in no file, does not cross into a thread, and may come from anybody. Of what is longer than it may be, so much
 * is left that it is refused all the same.
 */
export function readOwn(data: unknown, depth = 0): unknown {
  if (typeof data === 'string') return data.slice(0, MAX_PATTERN_LENGTH + 1)
  if (typeof data !== 'object' || data === null || depth > MAX_DEPTH) return data
  if (Array.isArray(data)) {
    const length = Math.min(data.length, MAX_RULES + 1)
    return Array.from({ length }, (_, index) =>
      Object.hasOwn(data, index) ? readOwn(data[index], depth + 1) : undefined,
    )
  }
  if (!isPlain(data)) return NOT_PLAIN
  const copy: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(data).slice(0, MAX_KEYS))
    copy[key] = readOwn((data as Record<string, unknown>)[key], depth + 1)
  return copy
}

/** Of another realm too, whose `Object.prototype` is not ours. */
function isPlain(data: object): boolean {
  const prototype = Object.getPrototypeOf(data)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
