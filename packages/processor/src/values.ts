/**
 * A WIT value as JSON has it: big integers that a number cannot hold become text, byte lists become lists
 * of numbers, the absence of a value becomes `null`.
 *
 * @param value What a component returned, or what a case expects.
 */
export function toJsonValue(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, toJsonValue)
  if (Array.isArray(value)) return value.map(toJsonValue)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJsonValue(field)]))
  return value
}

/**
 * Is a value the error of a function that returns `result<T, E>`?
 *
 * @param type WIT type of the function's result.
 * @param value What it returned.
 */
export function isError(type: string | null, value: unknown): boolean {
  return /^result\b/.test(type ?? '') && (value as { readonly tag: string }).tag === 'err'
}

/** Are two WIT values the same, whatever JavaScript types carry them? */
export function equalValues(left: unknown, right: unknown): boolean {
  return equalJson(toJsonValue(left), toJsonValue(right))
}

function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) =>
        Object.hasOwn(right, key) &&
        equalJson((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
    )
  )
}

/**
 * Has a JSON value the shape of another: the same type everywhere, and at least the same keys? Used where
 * the content is not known beforehand, such as the answer of a real LLM. `null` fits anything.
 */
export function hasShape(actual: unknown, shape: unknown): boolean {
  if (shape === null || shape === undefined) return true
  if (typeof actual !== typeof shape || actual === null || Array.isArray(actual) !== Array.isArray(shape))
    return false
  if (typeof shape !== 'object' || Array.isArray(shape)) return true
  return Object.entries(shape).every(([key, value]) =>
    hasShape((actual as Record<string, unknown>)[key], value),
  )
}

/**
 * Makes an integer of a document the one that a 64-bit parameter takes, a BigInt, also inside of a list or
 * an option.
 *
 * @param type WIT type of the parameter.
 * @param value As TOML or JSON has it.
 */
export function fitInteger(type: string, value: unknown): unknown {
  const [, inner] = /^(?:list|option)<(.*)>$/s.exec(type) ?? []
  if (inner !== undefined)
    return Array.isArray(value) ? value.map((item) => fitInteger(inner, item)) : fitInteger(inner, value)
  return /^[us]64$/.test(type) && Number.isSafeInteger(value) ? BigInt(value as number) : value
}
