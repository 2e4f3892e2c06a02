import { AirlockError } from '@wasm-airlock/shared'

/**
 * What JavaScript callers pass is looked at where a wrong type would end in an error that does not say which
 * argument it is about.
 *
 * @throws AirlockError `usage-invalid` with the name of the argument as its item.
 */
export function checkArgument(item: string, expected: string, isRight: boolean): void {
  if (!isRight) throw new AirlockError('usage-invalid', `${item} must be ${expected}.`, { item })
}

/** An object with the options of a call; those that are strings or booleans are named. */
export function checkOptions(
  options: object,
  { strings = [], booleans = [] }: { strings?: readonly string[]; booleans?: readonly string[] } = {},
): void {
  checkRecord(options, 'options')
  for (const name of strings) {
    const value = (options as Record<string, unknown>)[name]
    checkArgument(name, 'a string', value === undefined || typeof value === 'string')
  }
  for (const name of booleans) {
    const value = (options as Record<string, unknown>)[name]
    checkArgument(name, 'true or false', value === undefined || typeof value === 'boolean')
  }
}

export function checkText(value: string, item: string): void {
  checkArgument(item, 'a string', typeof value === 'string')
}

export function checkRecord(value: object, item: string): void {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  checkArgument(item, 'an object', isRecord && !ArrayBuffer.isView(value))
}

/** An array of objects. */
export function checkRecords(value: readonly object[], item: string): void {
  checkArgument(item, 'an array', Array.isArray(value))
  for (const [index, one] of value.entries()) checkRecord(one, `${item}[${index}]`)
}
