import { escapeControls } from '@wasm-airlock/shared'
import { type DeniedFunction, denyAll, restrictComponent } from '@wasm-airlock/wit-validate'
import { writeFileAtomic } from '../../atomic.ts'
import { readComponent } from '../../read.ts'
import { count, describeImports, formatBytes } from '../../text.ts'
import { withItem } from '../../with-item.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'
import { addPolicyOption, readPolicy } from '../options.ts'

interface Options {
  readonly policy?: string
  readonly output: string
  readonly trap?: boolean
}

/** `airlock restrict`: a component of the same world that can do less. */
export const restrictCommand: CommandModule<Options> = {
  name: 'restrict',
  step: 'validate',
  define(command) {
    command
      .description('Take imports away from a component: what the policy denies traps, fails or is empty')
      .argument('<component>', 'a .wasm component')
      .requiredOption('-o, --output <file>', 'where the restricted component is written')
      .option('--trap', 'every denied function traps, instead of failing or being empty where it can')
    addPolicyOption(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock restrict tool.wasm -o pure.wasm
  $ airlock restrict tool.wasm --policy policy.toml -o restricted.wasm`,
    )
  },
  async run({ output, known, signal }, [argument], options) {
    const file = String(argument)
    await checkTarget(options.output, [file, options.policy])
    const { policy = denyAll } = await readPolicy(options.policy)
    const bytes = await readComponent(file)
    const { component, denied, imports } = await restrictComponent(bytes, policy, {
      behaviour: options.trap ? 'trap' : 'default',
      signal,
    }).catch((error: unknown) => {
      throw withItem(error, file)
    })
    const path = await writeFileAtomic(options.output, component)
    Object.assign(known, { component: { path, bytes: component.length }, denied, imports })
    for (const [name, functions] of Map.groupBy(denied, (each) => each.import))
      output.line(`${escapeControls(name)}\n  ${describeDenied(functions, output.verbose).join('\n  ')}`)
    output.line(`${options.output}: ${formatBytes(component.length)}, ${describeImports(imports)}`)
    output.document(known)
  },
}

/** What a call of a denied function does now. */
const effects: Readonly<Record<DeniedFunction['how'], string>> = {
  error: 'fails as the interface lets it',
  empty: 'behaves as empty',
  predictable: 'gives predictable numbers',
  trap: 'traps',
}

/** A line for each effect, or for each function with `--verbose`. */
function describeDenied(functions: readonly DeniedFunction[], verbose: boolean): string[] {
  const byEffect = Map.groupBy(functions, ({ how }) => effects[how])
  return [...byEffect].flatMap(([effect, same]) => {
    const names = same.map(({ name }) => escapeControls(name))
    if (verbose) return names.map((name) => `${effect}: ${name}`)
    return `${effect}: ${names.length > 3 ? count(names.length, 'function') : names.join(', ')}`
  })
}
