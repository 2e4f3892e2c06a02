import { escapeControls, type Finding } from '@wasm-airlock/shared'

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

/** A finding where a name is too long or not safe. */
export function checkName(
  where: string,
  kind: string,
  name: string,
  maxLength: number,
  isSafe: boolean,
): Finding[] {
  if (name.length > maxLength) {
    const args = { kind, length: name.length, limit: maxLength }
    return [{ code: 'name-too-long', severity: 'error', path: `${where} ${name.slice(0, SHOWN)}…`, args }]
  }
  if (isSafe) return []
  return [{ code: 'name-unsafe', severity: 'error', path: `${where} ${name}`, args: { kind, name } }]
}

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
  const shown = escapeControls(decoded)
  if (shown === decoded) return undefined
  return `it holds a text with control characters: ${shown.slice(0, SHOWN)}`
}

/**
 * What makes a path or an address lead somewhere else than to what lies beside the component.
 *
 * @returns `undefined` where it stays there.
 */
export function whyAstray(path: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return `it points to another place: ${path.slice(0, 200)}`
  const parts = path.split(/[/\\]/)
  if (path.includes('\\') || path.includes('%') || parts[0] === '' || parts.includes('..')) {
    return `it points out of its folder: ${path.slice(0, 200)}`
  }
  return undefined
}
