const LABEL = /^[a-z][a-z0-9]*([-_][a-z][a-z0-9]*)*$/i

/** Longest label that a component can open, in UTF-16 units. */
const MAX_LENGTH = 256

/** Is this how a manifest may name a key-value store or a database? */
export function isStoreLabel(text: string): boolean {
  return text.length <= MAX_LENGTH && LABEL.test(text)
}
