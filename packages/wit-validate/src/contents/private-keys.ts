import { decodeBytes } from './text.ts'

/** What the line begins with that comes before a key, a certificate, or a signature. */
export const PEM_ANCHOR = { anchor: '-----BEGIN ', rare: 4 } as const

/** The line, and that a key follows: libraries hold the line alone, to look for it. Line ends may be escaped. */
const HEADER =
  /^(-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----)(?:\s|\\r|\\n){1,8}(?:[A-Za-z0-9+/=]{24}|[A-Z][A-Za-z-]{3,20}: )/
const MAX_HEADER_BYTES = 128

const FOOTER = '-----END '
/** No key has more. */
const MAX_KEY_BYTES = 8192

/**
 * Reads the private key whose first line begins at `at`.
 *
 * @returns Its first line, and its length up to the last one, as far as that is found.
 */
export function readPrivateKey(
  bytes: Uint8Array,
  at: number,
  end: number,
): { start: string; length: number } | undefined {
  const header = HEADER.exec(decodeBytes(bytes, at, Math.min(end, at + MAX_HEADER_BYTES)))?.[1]
  if (header === undefined) return undefined
  const text = decodeBytes(bytes, at, Math.min(end, at + MAX_KEY_BYTES))
  const footer = text.indexOf(FOOTER)
  return { start: header, length: footer < 0 ? text.length : footer }
}
