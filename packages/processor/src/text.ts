import {
  AirlockError,
  escapeControls,
  type Finding,
  formatFinding,
  type WorldItem,
} from '@wasm-airlock/shared'

/** `1 call`, `2 calls`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** A name of somebody else in a sentence, of which a long one shows only its begin. */
export function shorten(name: string, length = 60): string {
  return name.length <= length ? name : `${name.slice(0, length)}…`
}

/** A size for people: `812 bytes`, `18.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte')
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A time for people: `12 ms`, `6.2 s`, `1 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** What a component can touch, in one line. */
export function describeImports(imports: readonly WorldItem[]): string {
  if (imports.length === 0)
    return 'imports nothing: it cannot touch files, network, environment, clock or random'
  return `imports ${imports.map((item) => escapeControls(item.name)).join(', ')}`
}

/** A value on one line, for a report: as JSON, what could confuse a terminal made visible. */
export function formatValue(value: unknown): string {
  return escapeControls(JSON.stringify(value) ?? 'nothing')
}

/** Text of strangers that may have several lines, safe to print. */
export function escapeText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(escapeControls).join('\t'))
    .join('\n')
}

/** The error of a component with findings of severity error: the first of them in words. */
export function validationFailed(item: string, findings: readonly Finding[]): AirlockError {
  const [first, ...more] = findings.filter((finding) => finding.severity === 'error')
  const rest = more.length === 0 ? '' : `, and ${count(more.length, 'finding')} more`
  return new AirlockError(
    'validation-failed',
    `${item}: ${first ? formatFinding(first) : 'refused'}${rest}.`,
    {
      item,
    },
  )
}
