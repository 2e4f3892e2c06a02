import { escapeControls, type Finding } from '@wasm-airlock/shared'
import { hideSecrets } from '../hide-secrets.ts'

/**
 * The characters that names in components of real toolchains are made of. None of them ends a string, a
 * template or a comment, starts an escape or a line, so a name stays data wherever a generator of
 * bindings puts it: tools are known to write names of core modules into JavaScript as they are.
 */
const SAFE = /^[A-Za-z0-9_\-.:/@#[\]$|+]*$/

export function isSafeName(name: string): boolean {
  return SAFE.test(name)
}

/** The characters of a name that a finding shows of one that is too long. */
const SHOWN = 40
/** The characters of a text of which it is looked whether there are secrets in them. */
const LOOKED_AT = 1000

/** A text of the component, of which as much is shown as fits into a line. */
function show(text: string, length: number): string {
  return hideSecrets(text.slice(0, LOOKED_AT)).slice(0, length)
}

/** A name in a sentence: what is longer than it may be is cut off. */
export function showName(name: string): string {
  return name.length > LOOKED_AT ? `${show(name, SHOWN)}…` : hideSecrets(name)
}

/** A finding where a name is too long or not safe. What may be a secret in it is not shown. */
export function checkName(
  where: string,
  kind: string,
  name: string,
  maxLength: number,
  isSafe: boolean,
): Finding[] {
  if (name.length > maxLength) {
    const args = { kind, length: name.length, limit: maxLength }
    return [{ code: 'name-too-long', severity: 'error', path: `${where} ${show(name, SHOWN)}…`, args }]
  }
  if (isSafe) return []
  const shown = hideSecrets(name)
  const path = `${where} ${shown}`
  return [{ code: 'name-unsafe', severity: 'error', path, args: { kind, name: shown } }]
}

/** What `escapeControls` makes visible. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * What makes a text unfit to be shown or logged.
 *
 * @returns `undefined` where it is plain text.
 */
export function whyUnprintable(text: Uint8Array): string | undefined {
  let decoded: string
  try {
    decoded = utf8.decode(text)
  } catch {
    return 'it holds a text that is not UTF-8'
  }
  if (escapeControls(decoded) === decoded) return undefined
  // A control character in the middle of a secret does not make it another one.
  const beginning = decoded.slice(0, LOOKED_AT)
  const plain = beginning.replace(UNPRINTABLE, '')
  const hidden = hideSecrets(plain)
  const shown = hidden === plain ? escapeControls(beginning) : hidden
  return `it holds a text with control characters: ${shown.slice(0, SHOWN)}`
}

/**
 * What makes a path or an address lead somewhere else than to what lies beside the component.
 *
 * @returns `undefined` where it stays there.
 */
export function whyAstray(path: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return `it points to another place: ${showPath(path)}`
  const parts = path.split(/[/\\]/)
  if (path.includes('\\') || path.includes('%') || parts[0] === '' || parts.includes('..')) {
    return `it points out of its folder: ${showPath(path)}`
  }
  return undefined
}

/** Without query and fragment, which may prove who asks, even where no host stands before them. */
function showPath(path: string): string {
  return show(path.slice(0, LOOKED_AT).replace(/[?#][\s\S]*/, '…'), 200)
}
