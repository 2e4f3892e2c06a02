import { AirlockError, escapeControls, promptWit } from '@wasm-airlock/shared'
import { checkTargets } from '@wasm-airlock/wac'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { pickDefined } from '../../pick-defined.ts'
import { readComponent } from '../../read.ts'
import { findOnlyWorld } from '../../source-files.ts'
import { count } from '../../text.ts'
import type { CommandModule } from '../command-module.ts'
import type { WitOptions } from '../options.ts'

/** `airlock targets`: does a component fit a world? */
export const targetsCommand: CommandModule<WitOptions> = {
  name: 'targets',
  step: 'validate',
  define(command) {
    command
      .description('Check whether a component fits a world')
      .argument('<component>', 'a .wasm component')
      .option('--wit <dir>', 'WIT folder or file (default: the prompt interface)')
      .option('--world <name>', 'world of that WIT (default: the only one that exports something)')
      .addHelpText(
        'after',
        `
Examples:
  $ airlock targets pirate.wasm
  $ airlock targets tool.wasm --wit wit --world tool`,
      )
  },
  async run({ output, known }, [file], { wit, world }) {
    const files = wit === undefined ? promptWit : await readWitFolder(wit)
    const component = await readComponent(String(file))
    const { ok, ...rest } = await checkTargets(
      component,
      files,
      pickDefined({ world: world ?? (await findOnlyWorld(files)) }),
    )
    Object.assign(known, { ok, ...rest })
    for (const { kind, side, name, reason } of rest.mismatches)
      output.line(`  ${output.colors.red(kind)} ${side} ${escapeControls(name)}: ${escapeControls(reason)}`)
    if (!ok)
      throw new AirlockError(
        'validation-failed',
        `${file} does not fit the world ${rest.world}: ${count(rest.mismatches.length, 'difference')}.`,
        { item: String(file) },
      )
    output.line(`${file}: fits the world ${rest.world}`)
    output.document(known)
  },
}
