import { AirlockError, errorCodes, toAirlockError } from '@wasm-airlock/shared'
import { CommanderError } from 'commander'
import { findCommandName } from './command-name.ts'
import { printFailure } from './failure.ts'
import { Interrupt } from './interrupt.ts'
import { Output } from './output.ts'
import { commandModules, createProgram, type Invocation } from './program.ts'

/**
 * Runs one command line.
 *
 * @param argv The words behind `airlock`.
 * @param version Of this package.
 * @returns The exit status: 0 success, 1 a finding or a failed step, 2 bad usage or unreadable input, 128 and
 * the signal's number after a signal: the process is to be ended then, since work may not have been.
 */
export async function runCommandLine(argv: readonly string[], version: string): Promise<number> {
  const commandName = findCommandName(process.env, process.argv[1] ?? '')
  let invocation: Invocation | undefined
  try {
    createProgram(version, (chosen) => {
      invocation = chosen
    }).parse(argv, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
    const error = usageError(thrown, argv)
    printFailure(error, { output: outputFor(argv), known: {}, commandName, subject: 'airlock' })
    return errorCodes[error.code].exit
  }
  return invocation === undefined ? 0 : runCommand(invocation, commandName)
}

async function runCommand({ module, args, options }: Invocation, commandName: string): Promise<number> {
  const output = new Output(options)
  const known: Record<string, unknown> = {}
  using interrupt = new Interrupt()
  const { signal } = interrupt
  try {
    const work = module.run({ output, signal, known, commandName }, args, options as never)
    await Promise.race([work, interrupt.givenUp])
    output.settle()
    return 0
  } catch (thrown) {
    const error = toAirlockError(thrown, module.step)
    const reported = signal.aborted ? interrupted(error) : error
    printFailure(reported, {
      output,
      known,
      commandName,
      command: module.name,
      subject: String(args[0] ?? module.name),
    })
    return interrupt.exitStatus ?? errorCodes[error.code].exit
  }
}

/** After a signal every failure is its consequence. */
function interrupted(cause: AirlockError): AirlockError {
  const { step } = cause
  return new AirlockError('aborted', 'The work was interrupted.', { cause, ...(step ? { step } : {}) })
}

/** Before the options are parsed, what they would say. */
function outputFor(argv: readonly string[]): Output {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  return new Output({
    json: words.includes('--json'),
    verbose: words.includes('--verbose'),
    color: !words.includes('--no-color'),
  })
}

/** What commander has to say, as an error of ours. */
function usageError(error: unknown, argv: readonly string[]): AirlockError {
  const module = commandModules.find(({ name }) => name.split(' ').every((word) => argv.includes(word)))
  if (!(error instanceof CommanderError)) return toAirlockError(error, module?.step)
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n')
  const help = `See \`airlock ${module ? `${module.name} ` : ''}--help\`.`
  const message = error.code === 'commander.help' ? 'no command is given' : first
  return new AirlockError('usage-invalid', `${message.charAt(0).toUpperCase()}${message.slice(1)}`, {
    item: module?.name ?? 'airlock',
    hint: [...more, help].join(' '),
    ...(module ? { step: module.step } : {}),
    cause: error,
  })
}
