import { parseArgs } from 'node:util'
import type { OptionSpec } from './commands.ts'

/** An option of a command line, or one letter of several behind one dash. */
export interface OptionToken {
  readonly kind: 'option'
  readonly name: string
  /** As it was written: `-o`, `--output`. */
  readonly rawName: string
  readonly value: string | undefined
  /** Whether the value is in the same word. */
  readonly inlineValue: boolean | undefined
  readonly index: number
}

export type Token =
  | OptionToken
  | { readonly kind: 'positional'; readonly value: string; readonly index: number }
  | { readonly kind: 'option-terminator'; readonly index: number }

/**
 * Splits a command line into options, values and positionals. Which of them are allowed is for the caller
 * to say: nothing is refused here.
 */
export function readTokens(words: readonly string[], specs: readonly OptionSpec[]): Token[] {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {}
  for (const { name, short, value } of specs) {
    const type = value === undefined ? 'boolean' : 'string'
    options[name] = short === undefined ? { type } : { type, short }
  }
  const { tokens } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const [at, token] of tokens.entries()) {
    // A word with a dash in front is an option and never the value of the one before.
    if (token.kind === 'option' && token.inlineValue === false && /^-./s.test(token.value)) {
      const start = token.index + 1
      const rest = readTokens(words.slice(start), specs)
      const alone: Token = { ...token, value: undefined, inlineValue: undefined }
      return [...tokens.slice(0, at), alone, ...rest.map((one) => ({ ...one, index: one.index + start }))]
    }
  }
  return tokens
}
