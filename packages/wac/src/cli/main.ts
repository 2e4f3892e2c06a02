#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { findSimilar } from '@wasm-airlock/shared'
import { type Arguments, readArguments } from './arguments.ts'
import { type CommandName, type CommandSpec, commands } from './commands.ts'
import { print } from './output.ts'
import { errorHasColour, errorTerminal, escapeButColours, painter, usageHasColour } from './terminal.ts'
import {
  argumentUnexpected,
  commandUnknown,
  rootUsage,
  rootUsageWith,
  tipSimilar,
  UsageError,
  usageOf,
  valueUnexpected,
} from './usage-error.ts'

/** Each loads what it needs, and only then. */
const runners: Record<CommandName, () => Promise<(given: Arguments) => Promise<void>>> = {
  plug: async () => (await import('./plug.ts')).runPlug,
  compose: async () => (await import('./compose.ts')).runCompose,
  parse: async () => (await import('./parse.ts')).runParse,
  resolve: async () => (await import('./resolve.ts')).runResolve,
  targets: async () => (await import('./targets.ts')).runTargets,
}

const terminal = errorTerminal()

/** @returns The exit code: 0, 1 for a failure, 2 for arguments that the command does not take. */
async function run(words: readonly string[]): Promise<number> {
  try {
    return await dispatch(words)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(error.format(painter(usageHasColour(terminal))))
      return 2
    }
    const { reportOf } = await import('./failure.ts')
    const report = reportOf(error)
    const word = painter(errorHasColour(terminal))('failure', 'error')
    process.stderr.write(`${word}: ${terminal.isTerminal ? escapeButColours(report) : report}\n`)
    return 1
  }
}

async function dispatch(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words
  if (first === undefined) return printHelp(undefined, process.stderr)
  if (first === '--') return dispatchTerminated(rest)
  if (first.startsWith('-') && first !== '-') return dispatchOption(first, rest)
  if (first === 'help') return dispatchHelp(rest)
  const command = commands.find(({ name }) => name === first)
  if (command === undefined) throw unknownCommand(first)
  const given = readArguments(command, rest)
  if (given === 'help') return printHelp(command)
  await (await runners[command.name]())(given)
  return 0
}

/** An option before any command. */
async function dispatchOption(word: string, rest: readonly string[]): Promise<number> {
  const { name, value } = /^--(?<name>[^=]*)(?:=(?<value>.*))?$/s.exec(word)?.groups ?? {}
  if (name === undefined) {
    const letter = String.fromCodePoint(word.codePointAt(1) ?? 0)
    if (letter === 'h') return printHelp()
    if (letter === 'V') return printVersion()
    throw argumentUnexpected(`-${letter}`, rootUsage)
  }
  if (value !== undefined && (name === 'help' || name === 'version'))
    throw valueUnexpected(value, `--${name}`, rootUsageWith(`--${name}`))
  if (name === 'help') return printHelp()
  if (name === 'version') return printVersion()
  const similar = findSimilar(name, ['help', 'version']).at(-1)
  if (similar !== undefined)
    throw argumentUnexpected(`--${name}`, rootUsageWith(`--${similar}`), tipSimilar(`--${similar}`))
  throw argumentUnexpected(`--${name}`, rootUsage, tipOfCommand(name, rest))
}

/** An option that the command behind it has. */
function tipOfCommand(name: string, rest: readonly string[]) {
  for (const word of rest) {
    const command = commands.find((one) => one.name === word)
    const similar = command && findSimilar(name, [...command.options.map((one) => one.name), 'help']).at(-1)
    if (similar !== undefined) {
      return (paint: (style: 'valid', text: string) => string) =>
        `'${paint('valid', `${word} --${similar}`)}' exists`
    }
  }
  return undefined
}

async function dispatchTerminated([word]: readonly string[]): Promise<number> {
  if (word === undefined) return printHelp(undefined, process.stderr)
  if (word === 'help' || commands.some(({ name }) => name === word)) {
    throw argumentUnexpected(
      word,
      rootUsage,
      (paint) =>
        `subcommand '${paint('valid', word)}' exists; to use it, remove the '${paint('invalid', '--')}' before it`,
    )
  }
  throw unknownCommand(word)
}

async function dispatchHelp([word, ...rest]: readonly string[]): Promise<number> {
  if (word === undefined || word === 'help') return printHelp()
  const command = commands.find(({ name }) => name === word)
  if (command === undefined) throw commandUnknown(word, [], rootUsage)
  if (rest[0] !== undefined) throw commandUnknown(rest[0], [], usageOf(command))
  return printHelp(command)
}

function unknownCommand(word: string): UsageError {
  const names = [...commands.map(({ name }) => name), 'help']
  return commandUnknown(word, findSimilar(word, names), rootUsage)
}

/** Help that was asked for goes to standard output, and that nobody reads it is no failure. */
async function printHelp(
  command?: CommandSpec,
  stream: NodeJS.WriteStream = process.stdout,
): Promise<number> {
  const { commandHelp, programHelp } = await import('./help.ts')
  const paint = painter(usageHasColour({ isTerminal: stream.isTTY, env: process.env }))
  const text = command === undefined ? programHelp(paint) : commandHelp(command, paint)
  if (stream === process.stdout) await print(text).catch(() => {})
  else stream.write(text)
  return stream === process.stdout ? 0 : 2
}

/** The version of the `wac` command that this one stands for, then its own. */
async function printVersion(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  await print(`wac-cli 0.12.0 (@wasm-airlock/wac ${version})\n`).catch(() => {})
  return 0
}

// What cannot be written comes as an event, too, and would end the process.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.exitCode = await run(process.argv.slice(2))
