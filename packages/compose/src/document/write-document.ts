import { AirlockError, isWitName, parseInterfaceName } from '@wasm-airlock/shared'
import type { Argument, Wiring } from './wire.ts'

/** What a document exports: all that the application's component exports, or single interfaces. */
export type DocumentExports =
  | { readonly app: string; readonly arguments: readonly Argument[] }
  | { readonly interfaces: readonly Argument[] }

/** Words of WAC that stand for themselves only behind a `%`. */
const keywords = new Set(
  'as async bool borrow char constructor enum error-context export f32 f64 flags func future import include interface let list new option package record resource result s16 s32 s64 s8 static stream string targets tuple type u16 u32 u64 u8 use variant with world'.split(
    ' ',
  ),
)

/**
 * Writes the WAC document of a composition. What is not named in it stays open.
 *
 * @param wiring Instances, each after those that it needs; their names are names of components.
 * @param exports What it is for.
 * @returns The text; the same wiring gives the same text.
 * @throws AirlockError `compose-failed` for a name of an import or export that cannot stand in a document.
 */
export function writeDocument({ instances }: Pick<Wiring, 'instances'>, exports: DocumentExports): string {
  const names = instances.map(({ name }) => name)
  const lines = instances.map(({ name, kind, arguments: args }) => instantiate(name, `${kind}:${name}`, args))
  if ('app' in exports) {
    const app = firstFree('app', names)
    lines.push(instantiate(app, `app:${exports.app}`, exports.arguments), `export ${variable(app)}...;\n`)
  } else {
    const exported = exports.interfaces.map((each) => `export ${access(each)} as ${quote(each.import)};\n`)
    lines.push(exported.join(''))
  }
  return `package airlock:composed;\n\n${lines.join('\n')}`
}

function instantiate(name: string, packageName: string, args: readonly Argument[]): string {
  if (args.length === 0) return `let ${variable(name)} = new ${packageName} { ... };\n`
  const lines = args.map((each) => `  ${quote(each.import)}: ${access(each)},\n`)
  return `let ${variable(name)} = new ${packageName} {\n${lines.join('')}  ...\n};\n`
}

function access({ from, export: name }: Argument): string {
  return `${variable(from)}[${quote(name)}]`
}

function variable(name: string): string {
  return keywords.has(name) ? `%${name}` : name
}

/** Names come from strangers' binaries: nothing but a name of WIT may enter the text. */
function quote(name: string): string {
  if (parseInterfaceName(name) !== undefined || isWitName(name)) return `"${name}"`
  throw new AirlockError('compose-failed', `${name} is no name that can stand in a WAC document.`, {
    item: name,
    hint: 'Build the component with the name of an interface, or of a function, as WIT has it.',
  })
}

function firstFree(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number += 1) if (!taken.includes(`${name}${number}`)) return `${name}${number}`
}
