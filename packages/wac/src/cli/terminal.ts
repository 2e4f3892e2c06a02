/** What decides on colours. */
export interface Terminal {
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Standard error, where messages go. */
export function errorTerminal(): Terminal {
  return { isTerminal: process.stderr.isTTY === true, env: process.env }
}

/** Puts text between a style and its end, or leaves it. */
export type Paint = (style: Style, text: string) => string

type Style = keyof typeof styles

const styles = {
  error: '\x1b[1m\x1b[31m',
  heading: '\x1b[1m\x1b[4m',
  literal: '\x1b[1m',
  valid: '\x1b[32m',
  invalid: '\x1b[33m',
  /** `error` of a failure and `warning`: other crates, other codes. */
  failure: '\x1b[31;1m',
  warning: '\x1b[33;1m',
} as const

export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? `${styles[style]}${text}\x1b[0m` : text)
}

/** Whether messages about arguments have colours: the rules of clap (crate anstream). */
export function usageHasColour({ isTerminal, env }: Terminal): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false
  if ((env.CLICOLOR_FORCE ?? '0') !== '0') return true
  if (env.CLICOLOR === '0') return false
  const capable = env.TERM !== undefined && env.TERM !== 'dumb'
  return isTerminal && (capable || env.CLICOLOR !== undefined || env.CI !== undefined)
}

/** Whether the word `error` has a colour: the rules of owo-colors (crate supports-color). */
export function errorHasColour({ isTerminal, env }: Terminal): boolean {
  if (isForced(env)) return true
  if (isColourRefused(env) || env.TERM === 'dumb') return false
  if (!isTerminal && (env.IGNORE_IS_TERMINAL ?? '0') === '0') return false
  const { TERM = '', TERM_PROGRAM = '' } = env
  return (
    env.COLORTERM !== undefined ||
    ['iTerm.app', 'Apple_Terminal'].includes(TERM_PROGRAM) ||
    /^(screen|xterm|vt100|vt220|rxvt)|color|ansi|cygwin|linux|(direct|256)$/.test(TERM) ||
    process.platform === 'win32' ||
    (env.CLICOLOR ?? '0') !== '0' ||
    env.CI !== undefined
  )
}

/** Whether source excerpts have colours: on a terminal; unlike `wac`, we heed NO_COLOR. */
export function excerptHasColour({ isTerminal, env }: Terminal): boolean {
  return isTerminal && !isColourRefused(env)
}

function isForced({ FORCE_COLOR, CLICOLOR_FORCE }: Terminal['env']): boolean {
  if (FORCE_COLOR === undefined) return (CLICOLOR_FORCE ?? '0') !== '0'
  return FORCE_COLOR !== 'false' && !/^\+?0+$/.test(FORCE_COLOR)
}

function isColourRefused({ NO_COLOR }: Terminal['env']): boolean {
  return NO_COLOR !== undefined && NO_COLOR !== '0'
}

/** Everything that a terminal obeys: control characters but line feed and tab, and changes of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Makes visible what a name from a stranger's file would do to a terminal. */
export function escapeControls(text: string): string {
  return text.replace(obeyed, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/**
 * As {@link escapeControls}, and leaves the colours of an excerpt: those of the theme of the crate miette and
 * no others, so that a document cannot hide its text, or blink.
 */
export function escapeButColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that sets a colour
  const parts = text.split(/(\u001b\[(?:0|2|31|33|36|36;1;4|3[235];1)m)/)
  return parts.map((part, index) => (index % 2 === 1 ? part : escapeControls(part))).join('')
}
