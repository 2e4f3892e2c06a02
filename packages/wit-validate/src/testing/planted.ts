import { componentOf, concat, moduleOf, number, sized } from './encode.ts'

/**
 * For tests: texts that look like secrets, and are none. They are put together here, so that no file of the
 * repository looks as if it held one.
 */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Characters of an alphabet, no two neighbours alike. */
export function body(length: number, alphabet = LETTERS): string {
  return Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('')
}

export interface PlantedSecret {
  readonly kind: string
  readonly start: string
  readonly text: string
}

const plant = (kind: string, start: string, rest: string): PlantedSecret => ({
  kind,
  start,
  text: start + rest,
})

/** One of each kind, and more of those that are written in several ways. */
export const planted: readonly PlantedSecret[] = [
  plant('aws-access-key', 'AKIA', body(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
  plant('aws-access-key', 'ASIA', body(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
  plant('azure-key', 'AccountKey=', `${body(86)}==`),
  plant('google-api-key', 'AIza', body(35)),
  plant('google-oauth-secret', 'GOCSPX-', body(28)),
  plant('github-token', 'ghp_', body(36)),
  plant('github-token', 'ghs_', body(36)),
  plant('github-token', 'github_pat_', body(82)),
  plant('gitlab-token', 'glpat-', body(20)),
  plant('slack-token', 'xoxb-', `${body(12, '0123456789')}-${body(24)}`),
  plant('stripe-key', 'sk_live_', body(24)),
  plant('stripe-key', 'whsec_', body(32)),
  plant('anthropic-key', 'sk-ant-', `api03-${body(93)}`),
  plant('openai-key', 'sk-proj-', body(120)),
  plant('openai-key', 'sk-', body(48)),
  plant('hugging-face-token', 'hf_', body(34)),
  plant('npm-token', 'npm_', body(36)),
  plant('pypi-token', 'pypi-AgEIcHlwaS5vcmc', body(150)),
  plant('sendgrid-key', 'SG.', `${body(22)}.${body(43)}`),
  plant('digitalocean-token', 'dop_v1_', body(64, '0123456789abcdef')),
  plant('json-web-token', 'eyJ', `${body(33)}.eyJ${body(60)}.${body(43)}`),
  plant('password-in-url', 'postgres://', `admin:${body(14)}@db.test:5432/users`),
  plant('password-in-url', 'https://', `${body(40)}@code.test/private`),
  plant('webhook-url', 'https://hooks.slack.com/services/', `${body(9)}/${body(10)}/${body(24)}`),
  plant(
    'private-key',
    '-----BEGIN RSA PRIVATE KEY-----',
    `\n${body(64)}\n${body(64)}\n-----END RSA PRIVATE KEY-----`,
  ),
]

/** A component with one core module that has these data segments. */
export function componentWithData(...segments: readonly (string | Uint8Array)[]): Uint8Array {
  return componentOf(moduleOf(dataSection(...segments)))
}

/** A data section of passive segments; text is one byte a character. */
export function dataSection(...segments: readonly (string | Uint8Array)[]): Uint8Array {
  return sized(
    11,
    number(segments.length),
    ...segments.map((segment) => {
      const bytes = typeof segment === 'string' ? latin1(segment) : segment
      return concat(Uint8Array.of(1), number(bytes.length), bytes)
    }),
  )
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
