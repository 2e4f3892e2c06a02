import { z } from '../../schema.ts'

/** A value of SQLite: a bigint is an integer, a number is a real. */
export type SqlValue = null | bigint | number | string | Uint8Array

/** A value as JSON. */
export const sqlJson = z.union([
  z.null(),
  z.string(),
  z.strictObject({ integer: z.string().regex(/^-?\d{1,19}$/) }),
  z.strictObject({ real: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]) }),
  /** In base64. */
  z.strictObject({ blob: z.string() }),
])

export type SqlJson = z.infer<typeof sqlJson>

export function encodeSql(value: SqlValue): SqlJson {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'bigint') return { integer: value.toString() }
  if (typeof value === 'number') {
    return { real: Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity') }
  }
  return { blob: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
}

export function decodeSql(json: SqlJson): SqlValue {
  if (json === null || typeof json === 'string') return json
  if ('integer' in json) return BigInt(json.integer)
  if ('real' in json) return Number(json.real)
  return new Uint8Array(Buffer.from(json.blob, 'base64'))
}

/** About how many bytes a value has as JSON. */
export function sizeOfSql(value: SqlValue): number {
  if (value === null) return 4
  if (typeof value === 'string') return Buffer.byteLength(value) + 2
  if (value instanceof Uint8Array) return Math.ceil(value.length / 3) * 4 + 12
  return 32
}
