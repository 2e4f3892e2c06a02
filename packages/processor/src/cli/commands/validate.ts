import { promptWit } from '@wasm-airlock/shared'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { reportComponent } from '@wasm-airlock/wit-validate'
import { writeFileAtomic } from '../../atomic.ts'
import { pickDefined } from '../../pick-defined.ts'
import { readWasm } from '../../read.ts'
import { validationFailed } from '../../text.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'
import { addDeepOption, addPolicyOption, readPolicy, type WitOptions } from '../options.ts'
import { addReportFormatOptions, formatReportAs, type ReportFormatOptions } from '../report-format.ts'

interface Options extends WitOptions, ReportFormatOptions {
  readonly exact?: boolean
  readonly policy?: string
  readonly deep?: boolean
}

/** `airlock validate`: what can this component touch, and does it fit its world? */
export const validateCommand: CommandModule<Options> = {
  name: 'validate',
  step: 'validate',
  define(command) {
    command
      .description('Say what a component can touch, and whether it fits its world')
      .argument('<component>', 'a .wasm component')
      .option('--wit <dir>', 'WIT folder or file that it must fit')
      .option('--world <name>', 'world of that WIT, or of the prompt interface')
      .option('--exact', 'refuse what the world does not have, and other versions')
    addPolicyOption(command)
    addDeepOption(command)
    addReportFormatOptions(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock validate pirate.wasm
  $ airlock validate pirate.wasm --world promptmodifier
  $ airlock validate tool.wasm --wit wit --policy policy.toml --deep --json
  $ airlock validate tool.wasm --format sarif -o tool.sarif`,
    )
  },
  async run({ output, known, signal }, [argument], options) {
    const file = String(argument)
    const { wit, world } = options
    await checkTarget(options.output, [file, wit, options.policy])
    const measure = pickDefined({
      wit: wit !== undefined ? await readWitFolder(wit) : world === undefined ? undefined : promptWit,
      world,
      match: options.exact ? ('exact' as const) : undefined,
      deep: options.deep,
    })
    const policy = await readPolicy(options.policy)
    const report = await reportComponent(await readWasm(file), { ...measure, ...policy, signal })
    Object.assign(known, report)
    const text = await formatReportAs(options.format, report, file)
    if (options.output === undefined) output.line(text.trimEnd())
    else output.line(`${await writeFileAtomic(options.output, text)}: the report of ${file}`)
    if (!report.ok) throw validationFailed(file, report.findings)
    output.document(known)
  },
}
