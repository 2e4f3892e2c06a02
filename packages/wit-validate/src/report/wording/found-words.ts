import type { EmbeddedBinary, FoundHost, FoundSecret } from '../../component-report.ts'
import { countWords, embeddedWords, formatBytes, formatNumber, secretWords } from './words.ts'

/** How a text of a stranger is written. */
export type Show = (text: string) => string

/** `GitHub token: ghp_…, 40 characters`. */
export function describeSecret({ kind, start, length }: FoundSecret, show: Show): string {
  return `${secretWords[kind]}: ${show(`${start}…`)}, ${countWords(length, 'character')}`
}

/** `a core module in Base64`. */
export function describeEmbedded({ kind, encoding, bytes }: EmbeddedBinary): string {
  const size = bytes === null ? '' : `, ${formatBytes(bytes)}`
  return `${embeddedWords[kind]}${encoding === 'base64' ? ' in Base64' : ''}${size}`
}

/** `https://docs.python.org/3 (40 times, known from documentation)`. */
export function describeHost({ url, count, isDocumentation }: FoundHost, show: Show): string {
  const notes = [
    ...(count === 1 ? [] : [`${formatNumber(count)} times`]),
    ...(isDocumentation ? ['known from documentation'] : []),
  ]
  return `${show(url)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}
