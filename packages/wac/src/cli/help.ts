import { type CommandSpec, commands, type OptionSpec } from './commands.ts'
import type { Paint } from './terminal.ts'
import { labelOf, usageOf } from './usage-error.ts'

/** The help of the whole command. */
export function programHelp(paint: Paint): string {
  return lines([
    'Tool for working with WebAssembly compositions: the wac command in JavaScript',
    '',
    `${paint('heading', 'Usage:')} ${paint('literal', 'wac')} <COMMAND>`,
    '',
    paint('heading', 'Commands:'),
    ...table(
      [
        ...commands.map(({ name, about }) => [name, about] as const),
        ['help', 'Print this message or the help of the given subcommand'] as const,
      ],
      paint,
    ),
    '',
    paint('heading', 'Options:'),
    ...table(
      [
        ['-h, --help', 'Print help'],
        ['-V, --version', 'Print version'],
      ],
      paint,
    ),
    '',
    paint('heading', 'Examples:'),
    ...commands.map(({ examples }) => `  ${examples[0]}`),
  ])
}

/** The help of one command. */
export function commandHelp(command: CommandSpec, paint: Paint): string {
  const theirs = command.options.filter((option) => !option.ours)
  const ours = command.options.filter((option) => option.ours)
  const rows = (options: readonly OptionSpec[]) =>
    options.map((option) => [term(option), option.about] as const)
  return lines([
    command.about,
    '',
    `${paint('heading', 'Usage:')} ${usageOf(command)(paint)}`,
    '',
    paint('heading', 'Arguments:'),
    ...table([[`<${command.argument.name}>`, command.argument.about]], paint),
    '',
    paint('heading', 'Options:'),
    ...table([...rows(theirs), ['-h, --help', 'Print help']], paint),
    ...(ours.length === 0
      ? []
      : [
          '',
          paint('heading', 'Options that the wac command of Rust does not have:'),
          ...table(rows(ours), paint),
        ]),
    '',
    paint('heading', 'Examples:'),
    ...command.examples.map((example) => `  ${example}`),
  ])
}

function term(option: OptionSpec): string {
  return `${option.short === undefined ? '    ' : `-${option.short}, `}${labelOf(option)}`
}

/** Terms in one column and what they mean in the next; a long term has its meaning below. */
function table(rows: readonly (readonly [string, string])[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([name]) => name.length).filter((length) => length <= 26))
  return rows.flatMap(([name, about]) =>
    name.length > width
      ? [`  ${paint('literal', name)}`, `  ${' '.repeat(width)}  ${about}`]
      : [`  ${paint('literal', name)}${' '.repeat(width - name.length)}  ${about}`],
  )
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
