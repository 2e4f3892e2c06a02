import {
  escapeInterfaceName,
  escapeWitName,
  type Finding,
  parseInterfaceName,
  type WitFiles,
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
 * @returns A function that gives every difference of a component from those interfaces.
 */
export function comparerOf(name: string, component: Uint8Array): CompareInterfaces {
  let files: Promise<WitFiles> | undefined
  return async (input, names) => {
    // A plain name has no package to write its interface into: the composition checks its type.
    const interfaces = names.filter((each) => parseInterfaceName(each) !== undefined)
    if (interfaces.length === 0) return []
    files ??= decodeWit(component)
    const wit = conformanceWit(name, await files, interfaces)
    const { findings } = await checkConformance(input.outline, { wit, world: 'imports' })
    // What it imports is for the policy to say.
    return findings.filter(({ code, severity }) => severity === 'error' && code !== 'world-import-unexpected')
  }
}

/** The packages that a component uses, and a world that exports what it imports. */
function conformanceWit(name: string, files: WitFiles, interfaces: readonly string[]): WitFiles {
  const dependencies = Object.entries(files).filter(([path]) => path.startsWith('deps/'))
  const taken = dependencies.some(([, text]) => text.includes(`package app:${name}`))
  const lines = interfaces.map((each) => `  export ${escapeInterfaceName(each)};\n`)
  const world = `package ${taken ? 'airlock-app' : 'app'}:${escapeWitName(name)};\n\nworld imports {\n${lines.join('')}}\n`
  return { ...Object.fromEntries(dependencies), 'world.wit': world }
}
