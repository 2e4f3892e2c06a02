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
  return splitWords(words, specs).flatMap(([start, end]) => {
    const args = words.slice(start, end)
    const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
    return tokens.map((token) => ({ ...token, index: token.index + start }))
  })
}

/**
 * Where a command line is cut: behind an option without its value. A word with a dash in front is an option
 * and never the value of the one before, as which `parseArgs` would take it.
 */
function splitWords(words: readonly string[], specs: readonly OptionSpec[]): [start: number, end: number][] {
  const parts: [number, number][] = []
  let start = 0
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const next = words[at + 1]
    if (next === undefined || !wantsNext(words[at] ?? '', specs)) continue
    if (/^-./s.test(next)) {
      parts.push([start, at + 1])
      start = at + 1
    } else at++
  }
  return [...parts, [start, words.length]]
}

/** Whether the value of an option is the word behind it: `--output`, `-o`, `-to`, but not `-oto`. */
function wantsNext(word: string, specs: readonly OptionSpec[]): boolean {
  const valued = specs.filter(({ value }) => value !== undefined)
  if (word.startsWith('--')) return valued.some(({ name }) => `--${name}` === word)
  if (!word.startsWith('-')) return false
  const letters = [...word.slice(1)]
  const shorts = valued.map(({ short }) => short)
  const at = letters.findIndex((letter) => shorts.includes(letter))
  return at >= 0 && at === letters.length - 1
}
