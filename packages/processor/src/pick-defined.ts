/** The fields that are not `undefined`, to be spread into options whose absent fields have defaults. */
export function pickDefined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
