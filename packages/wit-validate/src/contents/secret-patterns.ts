import type { SecretKind } from '../component-report.ts'

/** What a kind of secret looks like. */
export interface SecretPattern {
  readonly kind: SecretKind
  /** What it begins with. */
  readonly anchor: string
  /** Which two characters of the anchor are rarest in other data, by the place of the first. */
  readonly rare: number
  /** What comes behind the anchor: one that cannot go back and forth, since strangers choose the text. */
  readonly rest: RegExp
  /**
   * The anchor is short, or made of letters that words have too: no letter or digit may stand before it.
   *
   * @default false
   */
  readonly isWord?: boolean
  /**
   * The most bytes behind the anchor that `rest` looks at.
   *
   * @default 320
   */
  readonly maxBytes?: number
}

/** Of the issuers' own documentation, and what scanners of repositories agree on. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...['AKIA', 'ASIA'].map((anchor) => ({
    kind: 'aws-access-key' as const,
    anchor,
    rare: 1,
    rest: /^[A-Z2-7]{16}(?![A-Z0-9])/,
    isWord: true,
  })),
  { kind: 'azure-key', anchor: 'AccountKey=', rare: 6, rest: /^[A-Za-z0-9+/]{86}==/ },
  { kind: 'google-api-key', anchor: 'AIza', rare: 1, rest: /^[\w-]{35}/ },
  { kind: 'google-oauth-secret', anchor: 'GOCSPX-', rare: 1, rest: /^[\w-]{28}/ },
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((anchor) => ({
    kind: 'github-token' as const,
    anchor,
    rare: 0,
    rest: /^[A-Za-z0-9]{36,255}/,
  })),
  { kind: 'github-token', anchor: 'github_pat_', rare: 5, rest: /^\w{22,255}/ },
  ...['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-'].map((anchor) => ({
    kind: 'gitlab-token' as const,
    anchor,
    rare: 0,
    rest: /^[\w.-]{20,300}/,
  })),
  ...['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'].map((anchor) => ({
    kind: 'slack-token' as const,
    anchor,
    rare: 0,
    rest: /^[A-Za-z0-9-]{10,300}/,
    isWord: true,
  })),
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'].map((anchor) => ({
    kind: 'stripe-key' as const,
    anchor,
    rare: 1,
    rest: /^[A-Za-z0-9]{16,250}/,
  })),
  { kind: 'stripe-key', anchor: 'whsec_', rare: 1, rest: /^[A-Za-z0-9+/=]{32,100}/ },
  { kind: 'anthropic-key', anchor: 'sk-ant-', rare: 1, rest: /^[\w-]{20,250}/ },
  ...['sk-proj-', 'sk-svcacct-', 'sk-admin-'].map((anchor) => ({
    kind: 'openai-key' as const,
    anchor,
    rare: 1,
    rest: /^[\w-]{20,250}/,
  })),
  { kind: 'openai-key', anchor: 'sk-', rare: 1, rest: /^[A-Za-z0-9]{32,100}/, isWord: true },
  { kind: 'hugging-face-token', anchor: 'hf_', rare: 0, rest: /^[A-Za-z0-9]{30,60}/, isWord: true },
  { kind: 'npm-token', anchor: 'npm_', rare: 1, rest: /^[A-Za-z0-9]{36}/ },
  { kind: 'pypi-token', anchor: 'pypi-AgEIcHlwaS5vcmc', rare: 5, rest: /^[\w-]{50,300}/ },
  { kind: 'sendgrid-key', anchor: 'SG.', rare: 0, rest: /^[\w-]{22}\.[\w-]{43}/, isWord: true },
  { kind: 'digitalocean-token', anchor: 'dop_v1_', rare: 4, rest: /^[a-f0-9]{64}/ },
  {
    kind: 'json-web-token',
    anchor: 'eyJ',
    rare: 1,
    rest: /^[\w-]{10,1500}\.eyJ[\w-]{10,4000}\.[\w-]{16,1400}/,
    isWord: true,
    maxBytes: 7000,
  },
]

/** What patterns look at that say nothing else. */
export const MAX_SECRET_BYTES = 320

/** Fewer different characters than this are no secret: a placeholder, `xxxxxxxx…`. */
const MIN_DIFFERENT_CHARACTERS = 8

/** How many characters of `text` belong to the secret that begins before it; `undefined` if there is none. */
export function matchRest({ rest }: SecretPattern, text: string): number | undefined {
  const match = rest.exec(text)?.[0]
  return match !== undefined && new Set(match).size >= MIN_DIFFERENT_CHARACTERS ? match.length : undefined
}
