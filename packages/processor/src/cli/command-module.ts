import type { StepName } from '@wasm-airlock/shared'
import type { Command } from 'commander'
import type { Output } from './output.ts'

/** What a command works with. */
export interface CommandContext {
  readonly output: Output
  /** Aborted on Ctrl-C and when the process is asked to end. */
  readonly signal: AbortSignal
  /** What `--json` prints; filled in on the way, so that a failure keeps what was found out before it. */
  readonly known: Record<string, unknown>
  /** How the user called the command: `airlock`, `npm run airlock --`. */
  readonly commandName: string
}

/** One command of `airlock`. `Options` are what commander makes of its own options. */
export interface CommandModule<Options = unknown> {
  /** The name, which is also the first word on the command line; `policy suggest` for one in a group. */
  readonly name: string
  /** Where in the flow an error belongs that does not say it itself. */
  readonly step: StepName
  /** Adds the arguments, the options and the examples. */
  define(command: Command): void
  /**
   * Does the work and prints readable text.
   *
   * @throws AirlockError what makes the command fail.
   */
  run(context: CommandContext, args: CommandArguments, options: Options): Promise<void>
}

/** Positional arguments: commander has checked their number; a variadic one is a list. */
type CommandArguments = readonly (string | readonly string[])[]
