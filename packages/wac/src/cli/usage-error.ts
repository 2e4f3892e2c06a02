import type { CommandSpec, OptionSpec } from './commands.ts'
import type { Paint } from './terminal.ts'

/** Arguments that the command does not take, in the words of clap; exit code 2. */
export class UsageError extends Error {
  /** The whole message, from `error:` to the hint at `--help`. */
  readonly format: (paint: Paint) => string

  constructor(what: (paint: Paint) => string, { tip, usage }: Extras = {}) {
    const format = (paint: Paint): string =>
      [
        `${paint('error', 'error:')} ${what(paint)}\n`,
        tip === undefined ? '' : `\n  ${paint('valid', 'tip:')} ${tip(paint)}\n`,
        usage === undefined ? '' : `\n${paint('heading', 'Usage:')} ${usage(paint)}\n`,
        `\nFor more information, try '${paint('literal', '--help')}'.\n`,
      ].join('')
    super(format((_, text) => text))
    this.format = format
  }
}

interface Extras {
  readonly tip?: ((paint: Paint) => string) | undefined
  readonly usage?: (paint: Paint) => string
}

export function commandUnknown(word: string, similar: readonly string[], usage: Usage): UsageError {
  const [first] = similar
  return new UsageError((paint) => `unrecognized subcommand '${paint('invalid', word)}'`, {
    usage,
    tip:
      first === undefined
        ? undefined
        : (paint) => {
            const names = similar.map((name) => `'${paint('valid', name)}'`).join(', ')
            return similar.length === 1
              ? `a similar subcommand exists: ${names}`
              : `some similar subcommands exist: ${names}`
          },
  })
}

export function argumentUnexpected(word: string, usage: Usage, tip?: (paint: Paint) => string): UsageError {
  return new UsageError((paint) => `unexpected argument '${paint('invalid', word)}' found`, { usage, tip })
}

export function tipSimilar(name: string): (paint: Paint) => string {
  return (paint) => `a similar argument exists: '${paint('valid', name)}'`
}

export function tipAsValue(word: string): (paint: Paint) => string {
  return (paint) => `to pass '${paint('invalid', word)}' as a value, use '${paint('valid', `-- ${word}`)}'`
}

export function valueMissing(label: string): UsageError {
  return new UsageError(
    (paint) => `a value is required for '${paint('invalid', label)}' but none was supplied`,
  )
}

export function valueInvalid(value: string, label: string, reason: string): UsageError {
  return new UsageError(
    (paint) => `invalid value '${paint('invalid', value)}' for '${paint('literal', label)}': ${reason}`,
  )
}

export function valueUnexpected(value: string, label: string, usage: Usage): UsageError {
  return new UsageError(
    (paint) =>
      `unexpected value '${paint('invalid', value)}' for '${paint('literal', label)}' found; no more were expected`,
    { usage },
  )
}

export function repeated(label: string, usage: Usage): UsageError {
  return new UsageError(
    (paint) => `the argument '${paint('invalid', label)}' cannot be used multiple times`,
    { usage },
  )
}

/** Two options that exclude each other, or one that another needs: only ours do. */
export function conflicting(label: string, reason: string, usage: Usage): UsageError {
  return new UsageError((paint) => `the argument '${paint('invalid', label)}' ${reason}`, { usage })
}

export function requiredMissing(labels: readonly string[], usage: Usage): UsageError {
  return new UsageError(
    (paint) =>
      [
        'the following required arguments were not provided:',
        ...labels.map((label) => paint('valid', label)),
      ].join('\n  '),
    { usage },
  )
}

export type Usage = (paint: Paint) => string

export const rootUsage: Usage = (paint) => `${paint('literal', 'wac')} <COMMAND>`

/** As rootUsage, after an option that was known. */
export function rootUsageWith(option: string): Usage {
  return (paint) => `${paint('literal', 'wac')} ${paint('literal', option)} <COMMAND>`
}

/** How messages call an option: `--output <OUTPUT>`. */
export function labelOf({ name, value }: Pick<OptionSpec, 'name' | 'value'>): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`
}

/** The usage of a command as its help has it. */
export function usageOf(command: CommandSpec): Usage {
  return (paint) => {
    const optional = command.options.some((option) => option.required === undefined)
    return [
      paint('literal', `wac ${command.name}`),
      ...(optional ? ['[OPTIONS]'] : []),
      ...optionsOf(command, [], paint),
      `<${command.argument.name}>`,
    ].join(' ')
  }
}

/** The usage with what was given: the options by name, as clap does where it misses others. */
export function usageWith(command: CommandSpec, given: readonly string[]): Usage {
  return (paint) =>
    [
      paint('literal', `wac ${command.name}`),
      ...optionsOf(command, given, paint),
      `<${command.argument.name}>`,
    ].join(' ')
}

/** The usage that clap shows for an unknown option behind known arguments: all of them in one group. */
export function usageOfGroup(command: CommandSpec, outside: readonly string[]): Usage {
  const members = command.options.filter((option) => option.ours === undefined).map(labelOf)
  members.splice(command.argument.place, 0, command.argument.name)
  return (paint) =>
    [
      paint('literal', `wac ${command.name}`),
      ...outside.map((name) => paint('literal', `--${name}`)),
      `<${members.join('|')}>`,
    ].join(' ')
}

function optionsOf(command: CommandSpec, given: readonly string[], paint: Paint): string[] {
  const required = command.options.filter((option) => option.required).map(({ name }) => name)
  return [...new Set([...required, ...given])].map((name) => {
    const value = command.options.find((option) => option.name === name)?.value
    return value === undefined ? paint('literal', `--${name}`) : `${paint('literal', `--${name}`)} <${value}>`
  })
}
