import type { Finding } from './findings.ts'

/**
 * Names of WIT in other languages, converted here and nowhere else. A WIT name is kebab-case: words of
 * letters and digits with single dashes between, each word all lower or all upper case (an acronym).
 * Python names follow componentize-py, JavaScript names follow jco.
 */

const WIT_NAME = /^%?([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z0-9]+|[A-Z0-9]+))*$/

const PYTHON_KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)

const JAVASCRIPT_KEYWORDS = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
)

/** What the grammar of WIT takes for itself unless a `%` stands before it. */
const WIT_KEYWORDS = new Set(
  'as async bool borrow char constructor enum error-context export f32 f64 flags from func future import include interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 use variant with world'.split(
    ' ',
  ),
)

/** A name of an interface in its parts: `wasi:cli/environment@0.2.9`. */
export interface InterfaceName {
  readonly namespace: string
  readonly package: string
  readonly interface: string
  /** Without the `@`; absent where the package has no version. */
  readonly version?: string
}

/** Is this a name that the WIT grammar allows (a leading `%` included)? */
export function isWitName(name: string): boolean {
  return WIT_NAME.test(name)
}

/** The words of a WIT name, in their own case: `DNS-error` → `['DNS', 'error']`. */
function wordsOf(name: string): string[] {
  return name.replace(/^%/, '').split('-')
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
}

/** `string-processor` → `string_processor`; a keyword gets an underscore behind: `class` → `class_`. */
export function toPythonFunctionName(name: string): string {
  const snake = wordsOf(name).join('_').toLowerCase()
  return PYTHON_KEYWORDS.has(snake) ? `${snake}_` : snake
}

/** `DNS-error` → `DnsError`; `none` → `None_`. */
export function toPythonClassName(name: string): string {
  const pascal = wordsOf(name).map(capitalise).join('')
  return PYTHON_KEYWORDS.has(pascal) ? `${pascal}_` : pascal
}

/** `string-processor` → `stringProcessor`; acronyms are words: `HTTP-get` → `httpGet`. Member names keep keywords. */
export function toCamelCase(name: string): string {
  const [first = '', ...rest] = wordsOf(name)
  return first.toLowerCase() + rest.map(capitalise).join('')
}

/** `string-processor` → `StringProcessor`. */
export function toPascalCase(name: string): string {
  return wordsOf(name).map(capitalise).join('')
}

/** As {@link toCamelCase}, for a place where a keyword is not allowed: `delete` → `_delete`, as jco declares it. */
export function toJavaScriptIdentifier(name: string): string {
  const camel = toCamelCase(name)
  return JAVASCRIPT_KEYWORDS.has(camel) ? `_${camel}` : camel
}

/**
 * Makes a name in lower case of any text: `HTTPServer_v2` → `http-server-v2`. Each word begins with a letter, as
 * Spin and WAC want it: `part 2` → `part2`.
 *
 * @returns A WIT name; `undefined` where the text has no letter of ASCII.
 */
export function toKebabCase(text: string): string | undefined {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .replace(/-(?=[0-9])/g, '')
  return name === '' ? undefined : name
}

/**
 * Takes the name of an interface or a package apart.
 *
 * @returns `undefined` where the text is no such name.
 */
export function parseInterfaceName(name: string): InterfaceName | undefined {
  const match = /^([^:/@]+):([^:/@]+)\/([^:/@]+)(?:@(.+))?$/.exec(name)
  if (!match) return undefined
  const [, namespace = '', packageName = '', interfaceName = '', version] = match
  if (![namespace, packageName, interfaceName].every(isWitName)) return undefined
  if (version !== undefined && !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.test(version))
    return undefined
  return {
    namespace,
    package: packageName,
    interface: interfaceName,
    ...(version === undefined ? {} : { version }),
  }
}

/** How WIT source writes a name: `list` → `%list`. */
export function escapeWitName(name: string): string {
  return WIT_KEYWORDS.has(name) ? `%${name}` : name
}

/**
 * How WIT source writes the name of an interface, each of its words as {@link escapeWitName} does:
 * `my:pkg/list@1.0.0` → `my:pkg/%list@1.0.0`.
 */
export function escapeInterfaceName(name: string): string {
  const parsed = parseInterfaceName(name)
  if (parsed === undefined) return escapeWitName(name)
  const [namespace, packageName, interfaceName] = [parsed.namespace, parsed.package, parsed.interface].map(
    escapeWitName,
  )
  return `${namespace}:${packageName}/${interfaceName}${parsed.version === undefined ? '' : `@${parsed.version}`}`
}

/**
 * Which WIT names fall together in another language?
 *
 * @param names WIT names of one scope.
 * @param convert One of the conversions above.
 * @param language As it is to be named in the finding.
 * @returns One `name-collision` of severity error for each target name that several names share.
 */
export function findCollisions(
  names: readonly string[],
  convert: (name: string) => string,
  language: string,
): Finding[] {
  const byTarget = Map.groupBy(new Set(names), convert)
  return [...byTarget]
    .filter(([, sources]) => sources.length > 1)
    .map(([target, sources]) => ({
      code: 'name-collision',
      severity: 'error',
      path: target,
      args: { names: sources.join(', '), language, name: target },
    }))
}
