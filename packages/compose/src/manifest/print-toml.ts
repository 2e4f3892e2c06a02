import type { TomlValue } from './edit-manifest.ts'

/** Writes a value in one line of TOML 1.0. */
export function printTomlValue(value: TomlValue): string {
  if (typeof value === 'string') return printText(value)
  if (typeof value === 'number') return printNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(printTomlValue).join(', ')}]`
  const entries = Object.entries(value).map(([key, item]) => `${printTomlKey(key)} = ${printTomlValue(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** Writes a key: bare where that can be. */
export function printTomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : printText(key)
}

/** Escapes of JSON are escapes of TOML, which wants one more. */
function printText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', String.raw`\u007f`)
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf'
}

/** `Array.isArray` does not narrow lists that are read-only. */
function isList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value)
}
