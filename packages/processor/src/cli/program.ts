import { AirlockError } from '@wasm-airlock/shared'
import { Command } from 'commander'
import type { CommandModule } from './command-module.ts'
import { callCommand } from './commands/call.ts'
import { componentizeCommand } from './commands/componentize.ts'
import { composeCommand } from './commands/compose.ts'
import { deployCommand } from './commands/deploy.ts'
import { diffCommand } from './commands/diff.ts'
import { graphCommand } from './commands/graph.ts'
import { logsCommand } from './commands/logs.ts'
import { newCommand } from './commands/new.ts'
import { parseCommand } from './commands/parse.ts'
import { plugCommand } from './commands/plug.ts'
import { policySuggestCommand } from './commands/policy-suggest.ts'
import { psCommand } from './commands/ps.ts'
import { resolveCommand } from './commands/resolve.ts'
import { restrictCommand } from './commands/restrict.ts'
import { runCommand } from './commands/run.ts'
import { stopCommand } from './commands/stop.ts'
import { targetsCommand } from './commands/targets.ts'
import { testCommand } from './commands/test.ts'
import { upCommand } from './commands/up.ts'
import { validateCommand } from './commands/validate.ts'
import type { OutputOptions } from './output.ts'

/** Every command, in the order of the help. */
export const commandModules = [
  newCommand,
  runCommand,
  componentizeCommand,
  validateCommand,
  diffCommand,
  policySuggestCommand,
  restrictCommand,
  callCommand,
  plugCommand,
  targetsCommand,
  parseCommand,
  resolveCommand,
  composeCommand,
  graphCommand,
  testCommand,
  upCommand,
  deployCommand,
  psCommand,
  logsCommand,
  stopCommand,
] as readonly CommandModule<never>[]

/** What commands of two words have in common. */
const groups: Readonly<Record<string, string>> = { policy: 'Work with policies: what a component may import' }

/** What commander found on the command line. */
export interface Invocation {
  readonly module: CommandModule<never>
  readonly args: readonly (string | readonly string[])[]
  readonly options: Record<string, unknown> & OutputOptions
}

/**
 * The grammar of the command line. It does no work: `chosen` learns which command was asked for.
 *
 * @param version Printed by `--version`.
 */
export function createProgram(version: string, chosen: (invocation: Invocation) => void): Command {
  const program = new Command('airlock')
    .description('Run code you do not trust inside a Spin application you do')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addHelpText(
      'after',
      '\nStart here:\n  $ airlock run python-examples/pirate\n\nairlock COMMAND --help has examples of each command.',
    )
  addCommonOptions(program)
  for (const module of commandModules) {
    const command = addCommand(program, module.name)
    module.define(command)
    addCommonOptions(command)
    command.action((...given: unknown[]) => {
      const args = given.slice(0, -2) as Invocation['args']
      refuseEmpty(command)
      const common = mergeCommon(program.opts(), command.opts())
      chosen({ module, args, options: { ...command.opts(), ...common } })
    })
  }
  return program
}

/** A variable of a shell that is not set would name the folder that the command runs in, or nothing. */
function refuseEmpty(command: Command): void {
  const empty = command.options.find((option) => command.getOptionValue(option.attributeName()) === '')
  if (empty === undefined) return
  const flag = empty.long ?? empty.flags
  throw new AirlockError('usage-invalid', `${flag} is empty.`, {
    item: flag,
    hint: `Give it a value, or leave ${flag} out.`,
  })
}

/** `policy suggest` is the command `suggest` of the group `policy`. */
function addCommand(program: Command, name: string): Command {
  const [group, inGroup] = name.split(' ') as [string, string?]
  if (inGroup === undefined) return program.command(group)
  const parent =
    program.commands.find((command) => command.name() === group) ??
    program
      .command(group)
      .description(groups[group] ?? '')
      .helpCommand(false)
  return parent.command(inGroup)
}

/** They may stand before the name of the command as well as behind it. */
function addCommonOptions(command: Command): void {
  command
    .option('--json', 'print one JSON document on standard output')
    .option('--verbose', 'print more when something is wrong')
    .option('--no-color', 'print without colours')
}

function mergeCommon(before: Record<string, unknown>, behind: Record<string, unknown>): OutputOptions {
  return {
    json: before.json === true || behind.json === true,
    verbose: before.verbose === true || behind.verbose === true,
    color: before.color !== false && behind.color !== false,
  }
}
