import { AirlockError } from '@wasm-airlock/shared'
import {
  type ComponentReport,
  diffReports,
  formatDiff,
  formatMarkdownDiff,
  type Policy,
  reportComponent,
} from '@wasm-airlock/wit-validate'
import { Option } from 'commander'
import { readComponent } from '../../read.ts'
import type { CommandModule } from '../command-module.ts'
import { addDeepOption } from '../options.ts'

interface Options {
  readonly deep?: boolean
  readonly format: 'text' | 'markdown'
  readonly failIfGrew?: boolean
}

/** What is refused by a policy is not what is compared. */
const allowAll: Policy = { allow: ['*'] }

/** `airlock diff`: what can the new component touch that the old one could not? */
export const diffCommand: CommandModule<Options> = {
  name: 'diff',
  step: 'validate',
  define(command) {
    command
      .description('Say what one component can touch that another one cannot')
      .argument('<before>', 'a .wasm component')
      .argument('<after>', 'the one to compare with it')
      .option('--fail-if-grew', 'end with status 1 where the second one can touch more')
      .addOption(
        new Option('--format <name>', 'for people, or for a pull request')
          .choices(['text', 'markdown'])
          .default('text'),
      )
    addDeepOption(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock diff pirate-1.wasm pirate-2.wasm
  $ airlock diff old.wasm new.wasm --deep --fail-if-grew
  $ airlock diff old.wasm new.wasm --format markdown`,
    )
  },
  async run({ output, known, signal }, [before, after], { deep = false, format, failIfGrew }) {
    const report = async (file: string): Promise<ComponentReport> =>
      reportComponent(await readComponent(file), { policy: allowAll, deep, signal })
    const old = await report(String(before))
    const diff = diffReports(old, await report(String(after)))
    Object.assign(known, diff)
    output.line((format === 'markdown' ? formatMarkdownDiff(diff) : formatDiff(diff)).trimEnd())
    if (failIfGrew && diff.grew)
      throw new AirlockError('validation-failed', `${after} can touch more than ${before}.`, {
        item: String(after),
        hint: 'Look at what is new above; without --fail-if-grew this is no failure.',
      })
    output.document(known)
  },
}
