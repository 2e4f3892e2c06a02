import { SECRET_PATTERNS } from './contents/secret-patterns.ts'

/** Any anchor, and what may be its secret. A part of one is hidden too: data can be cut anywhere. */
const TOKEN = new RegExp(
  `(${SECRET_PATTERNS.map(({ anchor, isWord = false }) => {
    const quoted = anchor.replace(/[.+]/g, '\\$&')
    return isWord ? `(?<![A-Za-z0-9])${quoted}(?=[\\w-]{8})` : quoted
  }).join('|')})[\\w.+/=-]*`,
  'g',
)
const PRIVATE_KEY = /(-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----)[\s\S]*/
// A password may have what ends a host.
const CREDENTIALS = /:\/\/(?:[^/\s@]*|[^/\s@:]{1,200}:[^\s@]{1,200})@/g
/** What may prove who asks: a query, a fragment, the key of a session. */
const QUERY = /(:\/\/[^\s?#;]{0,2048})[?#;]\S*/g
const WEBHOOK = /((?:hooks\.slack\.com\/\w+|\/api\/webhooks|\/webhookb2)\/)\S*/g

/**
 * A text as it may be shown: of what may be a secret, only what it begins with is left, and URLs are without
 * password, query and fragment.
 */
export function hideSecrets(text: string): string {
  return text
    .replace(PRIVATE_KEY, '$1…')
    .replace(CREDENTIALS, '://…@')
    .replace(WEBHOOK, '$1…')
    .replace(QUERY, '$1…')
    .replace(TOKEN, '$1…')
}
