/** `funcref` and `externref`. */
export function isReferenceType(type: number | undefined): boolean {
  return type === 0x70 || type === 0x6f
}

/** Numbers and vectors. */
export function isNumberType(type: number | undefined): boolean {
  return type !== undefined && type >= 0x7b && type <= 0x7f
}

/** Numbers, vectors, `funcref` and `externref`. */
export function isSimpleType(type: number | undefined): boolean {
  return isNumberType(type) || isReferenceType(type)
}
