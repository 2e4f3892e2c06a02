/**
 * The closed set of finding codes with the wording of each. `{name}` stands for an argument of the
 * finding; what is in `[…]` is said only where the finding has the arguments in it. `docs/errors.md` is
 * generated from this table.
 */
export const findingCodes = {
  'component-malformed': 'not a WebAssembly component: {reason}',
  'component-core-module': 'a core module, not a component: wrap it with `wasm-tools component new`',
  'component-invalid': 'not a valid component: {reason} (at byte {offset})',
  'component-too-large': '{bytes} bytes are more than the {limit} that are allowed',
  'world-import-unexpected':
    'imports {name}, which the world {world} does not offer[; it does offer {nearest}, which is close]',
  'world-export-missing':
    'does not export {name}, which the world {world} asks for[; it does export {nearest}, which is close]',
  'world-type-mismatch': '{name} differs from the world {world}: {reason}',
  'world-export-extra': 'exports {name}, which the world {world} does not ask for',
  'world-interface-wider': '{name} has {member}, which the world {world} does not ask for',
  'world-version-differs':
    'has {found} for {name} of the world {world}: another version, though a compatible one',
  'policy-import-denied': 'imports {name}, which {reason}; to allow it, {change}',
  'policy-function-denied':
    'imports the function {function} of {name}, which {reason}; to allow it, {change}',
  'policy-rule-unused': 'the rule {rule} of `allow` allows nothing that the component imports',
  'name-unsafe': 'the {kind} name {name} holds characters that are not safe to hand to other tools',
  'name-too-long': 'a {kind} name has {length} characters, more than the {limit} that are allowed',
  'name-collision': 'the names {names} become the same {language} name {name}',
  'section-unsafe': 'the custom section {section} is not safe to hand to other tools: {reason}',
  'limit-exceeded': '{what}: {actual} is more than the {limit} that are allowed',
} as const satisfies Record<string, string>

export type FindingCode = keyof typeof findingCodes

/** Only `error` makes a validation fail. */
export type Severity = 'error' | 'warning' | 'info'

/** One thing that was noticed, as data; {@link formatFinding} words it. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** Where: `import wasi:cli/environment@0.2.9`, `module 0 / export memory`. */
  readonly path: string
  /** What the wording of the code fills in. */
  readonly args: Readonly<Record<string, string | number>>
}

/**
 * The finding as one line of text, control characters made visible.
 *
 * @param finding What was found.
 * @param formatArgument How an argument, which is text of a stranger, is written. @default escapeControls
 */
export function formatFinding(
  finding: Finding,
  formatArgument: (text: string) => string = escapeControls,
): string {
  const wording: string = findingCodes[finding.code]
  const said = wording.replace(/\[([^\]]*)\]/g, (_, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => finding.args[name] !== undefined) ? part : '',
  )
  return said.replace(/\{(\w+)\}/g, (_, name: string) => formatArgument(String(finding.args[name] ?? '?')))
}

/**
 * Makes text of strangers safe to print on a terminal or into a log: control characters, invisible ones
 * that format or reorder text (Unicode's category Cf), line ends of Unicode and lone surrogates become
 * escapes.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
