import type { SecretKind } from '../component-report.ts'
import type { FoundUrl } from './urls.ts'

/** Whoever knows such a URL may write there; by host, what its path begins with. */
const WEBHOOKS: readonly { readonly host: RegExp; readonly path: RegExp }[] = [
  { host: /^hooks\.slack\.com$/, path: /^\/(?:services|workflows|triggers)\/(?=.{20})/ },
  { host: /^(?:[a-z]+\.)?discord(?:app)?\.com$/, path: /^\/api\/webhooks\/(?=.{20})/ },
  { host: /\.webhook\.office\.com$/, path: /^\/webhookb2\/(?=.{20})/ },
]

/** What examples write in the place of a password. */
const PLACEHOLDER = /^(?:pass(?:word|wd|phrase)?|pwd|pw|secret|user(?:name)?|token|x+|\*+|\.+)$/i

/** What marks a place to be filled in. */
const TEMPLATE = /^(?:%[a-z]|\$[A-Z_]+|[[(]\w*[)\]])$/

/** Who has no password but a token writes it in the place of the name. */
const MIN_TOKEN_CHARACTERS = 16

/** What of a URL is a secret, and what of it may be shown. */
export function findUrlSecret(url: FoundUrl): { kind: SecretKind; start: string } | undefined {
  if (hasPassword(url)) return { kind: 'password-in-url', start: `${url.scheme}://` }
  const start = findWebhook(url)
  return start === undefined ? undefined : { kind: 'webhook-url', start }
}

/** The URL without what makes it a secret; scheme, host and path. */
export function showUrl(url: FoundUrl): string {
  const webhook = findWebhook(url)
  return webhook === undefined ? url.plain : `${webhook}…`
}

function hasPassword({ credentials = '' }: FoundUrl): boolean {
  const colon = credentials.indexOf(':')
  const password = credentials.slice(colon + 1)
  if (colon < 0) return /^[\w.-]+$/.test(credentials) && credentials.length >= MIN_TOKEN_CHARACTERS
  return password !== '' && !PLACEHOLDER.test(password) && !TEMPLATE.test(password)
}

function findWebhook({ plain, host }: FoundUrl): string | undefined {
  const pathAt = plain.indexOf('/', plain.indexOf('://') + '://'.length)
  if (pathAt < 0) return undefined
  const path = plain.slice(pathAt)
  const known = WEBHOOKS.find((webhook) => webhook.host.test(host))?.path.exec(path)?.[0]
  return known === undefined ? undefined : plain.slice(0, pathAt) + known
}
