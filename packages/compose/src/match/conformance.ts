import {
  escapeInterfaceName,
  escapeWitName,
  type Finding,
  type FunctionSignature,
  parseInterfaceName,
  type WitFiles,
  type WorldItem,
} from '@wasm-airlock/shared'
import { decodeWit } from '@wasm-airlock/wac'
import { checkConformance } from '@wasm-airlock/wit-validate'
import type { Input } from '../check/check-inputs.ts'

/** Says in what a component differs from interfaces that somebody imports. */
export type CompareInterfaces = (input: Input, names: readonly string[]) => Promise<Finding[]>

/**
 * Makes the comparison with what one component imports. Its WIT is read once, and only if there is something
 * to compare.
 *
 * @param name As findings are to call it: `prompt-app`.
 * @param component The one that imports.
 * @param imports What it imports.
 * @returns A function that gives the differences of a component from those interfaces, each function that differs.
 */
export function comparerOf(
  name: string,
  component: Uint8Array,
  imports: readonly WorldItem[],
): CompareInterfaces {
  let files: Promise<WitFiles> | undefined
  return async (input, names) => {
    // A plain name has no package to write its interface into: the composition checks its type.
    const interfaces = names.filter((each) => parseInterfaceName(each) !== undefined)
    if (interfaces.length === 0) return []
    files ??= decodeWit(component)
    const wit = conformanceWit(name, await files, interfaces)
    const { findings } = await checkConformance(input.outline, { wit, world: 'imports' })
    // What it imports is for the policy to say.
    return findings
      .filter(({ code, severity }) => severity === 'error' && code !== 'world-import-unexpected')
      .flatMap((finding) => [finding, ...otherFunctions(finding, imports, input)])
  }
}

/** A comparison of interfaces ends at the first function that differs: these are the others, by their text. */
function otherFunctions(finding: Finding, imports: readonly WorldItem[], input: Input): Finding[] {
  const { code, args } = finding
  const wanted = imports.find((item) => item.name === args.name)
  const name = input.findExport(String(args.name))
  const offered = input.inspection.exports.find((item) => item.name === name)
  if (code !== 'world-type-mismatch' || wanted === undefined || offered === undefined) return []
  const byName = new Map(offered.functions.map((func) => [func.name, signatureText(func)]))
  return wanted.functions.flatMap((func): Finding[] => {
    const expected = signatureText(func)
    const found = byName.get(func.name)
    const isSaid = [':', ','].some((end) => String(args.reason).startsWith(`function ${func.name}${end}`))
    const isKnown = found === undefined || (isPlain(expected) && isPlain(found))
    if (expected === found || isSaid || !isKnown) return []
    const reason = `function ${func.name}: expected \`${expected}\`, found ${found === undefined ? 'nothing' : `\`${found}\``}`
    return [{ ...finding, args: { name: String(args.name), world: String(args.world), reason } }]
  })
}

/** Are its types called the same everywhere? Others may have several names. */
function isPlain(text: string): boolean {
  const types = text.replace(/[^ (]+: /g, '').match(/[\w-]+/g) ?? []
  return types.every((word) => plainTypes.has(word))
}

const plainTypes = new Set(
  'func bool char string u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 list option result tuple _ -'.split(' '),
)

function signatureText({ params, result }: FunctionSignature): string {
  const list = params.map(({ name, type }) => `${name}: ${type}`).join(', ')
  return `func(${list})${result === null ? '' : ` -> ${result}`}`
}

/** The packages that a component uses, and a world that exports what it imports. */
function conformanceWit(name: string, files: WitFiles, interfaces: readonly string[]): WitFiles {
  const dependencies = Object.entries(files).filter(([path]) => path.startsWith('deps/'))
  const taken = dependencies.some(([, text]) => text.includes(`package app:${name}`))
  const lines = interfaces.map((each) => `  export ${escapeInterfaceName(each)};\n`)
  const world = `package ${taken ? 'airlock-app' : 'app'}:${escapeWitName(name)};\n\nworld imports {\n${lines.join('')}}\n`
  return { ...Object.fromEntries(dependencies), 'world.wit': world }
}
