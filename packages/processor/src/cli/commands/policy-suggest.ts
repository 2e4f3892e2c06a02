import { formatPolicy, suggestPolicy, validateComponent } from '@wasm-airlock/wit-validate'
import { Option } from 'commander'
import { writeFileAtomic } from '../../atomic.ts'
import { readWasm } from '../../read.ts'
import { validationFailed } from '../../text.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'

interface Options {
  readonly functions?: boolean
  readonly versions: 'exact' | 'compatible' | 'any'
  readonly output?: string
}

/** `airlock policy suggest`: the tightest policy by which a component passes. */
export const policySuggestCommand: CommandModule<Options> = {
  name: 'policy suggest',
  step: 'validate',
  define(command) {
    command
      .description('Write the tightest policy by which a component passes')
      .argument('<component>', 'a .wasm component')
      .option('--functions', 'a rule for each function, not for each interface')
      .addOption(
        new Option('--versions <which>', 'versions of the interfaces that the rules allow')
          .choices(['exact', 'compatible', 'any'])
          .default('exact'),
      )
      .option('-o, --output <file>', 'write it there: JSON where the name ends in .json, else TOML')
      .addHelpText(
        'after',
        `
Examples:
  $ airlock policy suggest tool.wasm
  $ airlock policy suggest tool.wasm --functions -o policy.toml
  $ airlock validate tool.wasm --policy policy.toml`,
      )
  },
  async run({ output, known, signal }, [argument], { functions = false, versions, output: target }) {
    const file = String(argument)
    await checkTarget(target, [file])
    const component = await readWasm(file)
    const { ok, findings, imports } = await validateComponent(component, { policy: { allow: ['*'] }, signal })
    // Of what is refused whatever it imports, the imports may not even have been read.
    if (!ok) throw validationFailed(file, findings)
    const policy = suggestPolicy(imports, { functions, versions })
    Object.assign(known, { policy })
    if (target === undefined) output.line(formatPolicy(policy).trimEnd())
    else {
      const text = formatPolicy(policy, target.endsWith('.json') ? 'json' : 'toml')
      output.line(`${await writeFileAtomic(target, text)}: ${policy.allow.length} rules`)
    }
    output.document(known)
  },
}
