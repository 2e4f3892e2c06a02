import { findSimilar } from '@wasm-airlock/shared'
import type { CommandSpec, OptionSpec } from './commands.ts'
import { type OptionToken, readTokens } from './tokens.ts'
import {
  argumentUnexpected,
  labelOf,
  repeated,
  requiredMissing,
  tipAsValue,
  tipSimilar,
  type Usage,
  usageOf,
  usageOfGroup,
  usageWith,
  valueInvalid,
  valueMissing,
  valueUnexpected,
} from './usage-error.ts'

/** What a command was given. */
export class Arguments {
  readonly command: CommandSpec
  private readonly given: ReadonlyMap<string, readonly string[]>
  /** The value of the one argument. */
  readonly path: string

  constructor(command: CommandSpec, given: ReadonlyMap<string, readonly string[]>, path: string) {
    this.command = command
    this.given = given
    this.path = path
  }

  has(option: string): boolean {
    return this.given.has(option)
  }

  value(option: string): string | undefined {
    return this.values(option).at(-1)
  }

  values(option: string): readonly string[] {
    return this.given.get(option) ?? []
  }
}

/** Every command has it, and it ends the reading. */
const help: OptionSpec = { name: 'help', short: 'h', about: 'Print help' }

/**
 * Reads the arguments of a command. The first mistake ends it, and which one is the first is as in clap: a
 * word is judged when the next one comes, and an unknown argument before the one in front of it.
 *
 * @returns The arguments, or `help` where that is asked for.
 * @throws UsageError
 */
export function readArguments(command: CommandSpec, words: readonly string[]): Arguments | 'help' {
  const reader = new CommandLine(command)
  for (const token of readTokens(words, reader.specs)) {
    if (token.kind === 'positional') reader.positional(token.value)
    else if (token.kind === 'option' && reader.option(token)) return 'help'
  }
  return reader.finish()
}

class CommandLine {
  readonly specs: readonly OptionSpec[]
  private readonly command: CommandSpec
  private readonly given = new Map<string, string[]>()
  private path: string | undefined
  private hasPositional = false
  /** Judges the last word. */
  private pending: (() => void) | undefined

  constructor(command: CommandSpec) {
    this.command = command
    this.specs = [...command.options, help]
  }

  positional(value: string): void {
    const { argument } = this.command
    if (this.hasPositional) throw argumentUnexpected(value, usageOf(this.command))
    this.hasPositional = true
    this.settle()
    this.pending = () => {
      this.path = value
      if (value === '' && !argument.emptyValue) throw valueMissing(`<${argument.name}>`)
    }
  }

  /** @returns Whether help is asked for. */
  option({ name, rawName, value, inlineValue }: OptionToken): boolean {
    const isLong = rawName.startsWith('--')
    const spec = this.specs.find((one) => one.name === name)
    if (spec === undefined) return this.unknown(rawName, isLong)
    if (spec.value === undefined && value !== undefined)
      throw valueUnexpected(value, labelOf(spec), this.usageNow(spec.name))
    this.settle()
    if (spec === help) return true
    // Behind a letter, a value may follow an equals sign.
    const plain = isLong || !inlineValue ? value : value?.replace(/^=/, '')
    // What is in one word is judged at once.
    if (spec.value === undefined || inlineValue) this.take(spec, plain)
    else this.pending = () => this.take(spec, plain)
    return false
  }

  finish(): Arguments {
    this.settle()
    const { command, given, path } = this
    const missing = command.options.filter(({ name, required }) => required && !given.has(name)).map(labelOf)
    if (path !== undefined && missing.length === 0) return new Arguments(command, given, path)
    if (path === undefined) missing.push(`<${command.argument.name}>`)
    throw requiredMissing(missing, usageWith(command, [...given.keys()]))
  }

  private take(spec: OptionSpec, value: string | undefined): void {
    const label = labelOf(spec)
    if (spec.value !== undefined && value === undefined) throw valueMissing(label)
    if (this.given.has(spec.name) && !spec.repeated) throw repeated(label, usageOf(this.command))
    const values = this.given.get(spec.name) ?? []
    this.given.set(spec.name, values)
    if (value === undefined) return
    if (value === '' && !spec.emptyValue) throw valueMissing(label)
    const reason = spec.check?.(value)
    if (reason !== undefined) throw valueInvalid(value, label, reason)
    values.push(value)
  }

  private unknown(word: string, isLong: boolean): never {
    const names = this.specs.map(({ name }) => name)
    const similar = isLong ? findSimilar(word.slice(2), names).at(-1) : undefined
    this.settleAnyway()
    if (similar !== undefined) {
      const usage = similar === 'help' ? this.usageNow(similar) : usageOfGroup(this.command, [])
      throw argumentUnexpected(word, usage, tipSimilar(`--${similar}`))
    }
    throw argumentUnexpected(word, isLong ? this.usageNow() : usageOf(this.command), tipAsValue(word))
  }

  private settle(): void {
    const { pending } = this
    this.pending = undefined
    pending?.()
  }

  private settleAnyway(): void {
    try {
      this.settle()
    } catch {
      // What comes next is the graver mistake.
    }
  }

  /** The usage of some messages, about this option: clap groups all arguments once one of them was given. */
  private usageNow(option?: string): Usage {
    if (this.path !== undefined || this.given.size > 0)
      return usageOfGroup(this.command, option === 'help' ? [option] : [])
    return option === undefined ? usageOf(this.command) : usageWith(this.command, [option])
  }
}
