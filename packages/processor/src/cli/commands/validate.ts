import { promptWit } from '@wasm-airlock/shared'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { formatReport, validateComponent } from '@wasm-airlock/wit-validate'
import { pickDefined } from '../../pick-defined.ts'
import { readWasm } from '../../read.ts'
import { describeImports, validationFailed } from '../../text.ts'
import type { CommandModule } from '../command-module.ts'
import { addPolicyOption, readPolicy, type WitOptions } from '../options.ts'

interface Options extends WitOptions {
  readonly policy?: string
}

/** `airlock validate`: what can this component touch, and does it fit its world? */
export const validateCommand: CommandModule<Options> = {
  name: 'validate',
  step: 'validate',
  define(command) {
    command
      .description('Check what a component can touch, and whether it fits its world')
      .argument('<component>', 'a .wasm component')
      .option('--wit <dir>', 'WIT folder or file that it must fit')
      .option('--world <name>', 'world of that WIT, or of the prompt interface')
    addPolicyOption(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock validate pirate.wasm
  $ airlock validate pirate.wasm --world promptmodifier
  $ airlock validate tool.wasm --wit wit --policy policy.toml --json`,
    )
  },
  async run({ output, known }, [file], options) {
    const policy = await readPolicy(options.policy)
    const wit = options.wit === undefined ? undefined : await readWitFolder(options.wit)
    const component = await readWasm(String(file))
    const conformance = pickDefined({
      wit: wit ?? (options.world === undefined ? undefined : promptWit),
      world: options.world,
    })
    const result = await validateComponent(component, { ...conformance, ...policy })
    Object.assign(known, result)
    output.line(formatReport(result).trimEnd())
    if (result.ok) output.line(`\n${file} ${describeImports(result.imports)}`)
    if (!result.ok) throw validationFailed(String(file), result.findings)
    output.document(known)
  },
}
